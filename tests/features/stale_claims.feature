Feature: A claim that nobody keeps comes back
  A claim stands for 30 minutes after the last sign of its holder. Nothing has to run for that: whoever looks for work
  next finds it.

  Scenario: A stale claim is recovered after 30 minutes
    Given ann holds "Fix login"
    When 29 minutes pass
    And bob asks for work
    Then bob gets nothing
    When 1 minute passes
    And bob asks for work
    Then bob gets "Fix login"
    And "Fix login" is held by bob
    And it is attempt 2 on "Fix login"
    And the fence of "Fix login" has grown since ann held it
    And an event tells that the lease of ann on "Fix login" ran out
    And the board is whole

  Scenario: A sign of life keeps the claim
    Given ann holds "Fix login"
    When 25 minutes pass
    And ann gives a sign of life
    And 25 minutes pass
    And bob asks for work
    Then bob gets nothing
    And "Fix login" is held by ann

  Scenario: A report keeps the claim
    Given ann holds "Fix login"
    When 25 minutes pass
    And ann reports 50 percent on "Fix login"
    And 25 minutes pass
    And bob claims "Fix login"
    Then bob is refused with ALREADY_CLAIMED
    And bob is told that ann holds it and until when

  Scenario: A stale claim that nobody took is finished by its holder
    Given ann holds "Fix login"
    When 3 hours pass
    And ann completes "Fix login" with "late but good"
    Then "Fix login" is completed with "late but good"
    And the board is whole

  Scenario: A zombie cannot finish what was given away
    Given ann holds "Fix login"
    When 30 minutes pass
    And bob asks for work
    And ann completes "Fix login" with "too late"
    Then ann is refused with ALREADY_CLAIMED
    And "Fix login" is held by bob
    And the late result "too late" of "Fix login" is kept
    When bob completes "Fix login" with "in time"
    Then "Fix login" is completed with "in time"
    And "Fix login" was counted once
    And the board is whole

  Scenario: A zombie that holds the item again is still found by its fence
    Given ann holds "Fix login"
    When 30 minutes pass
    And bob asks for work
    And 30 minutes pass
    And ann asks for work
    And ann completes "Fix login" with the fence of its first claim
    Then ann is refused with STALE_FENCE
    And "Fix login" is held by ann

  Scenario: All stale claims are taken back at once
    Given ann holds "Fix login"
    And bob holds "Write docs"
    When 20 minutes pass
    And bob gives a sign of life
    And 20 minutes pass
    And stale claims are reaped
    Then "Fix login" is in the queue
    And "Write docs" is held by bob
    And the board is whole
