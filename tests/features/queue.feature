Feature: The queue gives the right work, and says why when it gives none

  Scenario: The most urgent work comes first
    Given the item "Some day" in the queue with
      | priority | low |
    And the item "Now" in the queue with
      | priority | critical |
    And the item "Soon" in the queue with
      | priority | high |
    When ann asks for work
    Then ann gets "Now"
    When bob asks for work
    Then bob gets "Soon"
    When cid asks for work
    Then cid gets "Some day"

  Scenario: Work waits for what it depends on
    Given the item "Build" in the queue
    And the item "Deploy" in the queue after "Build"
    When ann asks for work
    And bob asks for work
    Then ann gets "Build"
    And bob gets nothing
    And bob is told that 1 is blocked
    When ann completes "Build" with "success"
    And bob asks for work
    Then bob gets "Deploy"

  Scenario: Work that depends on a failure stays where it is
    Given the item "Build" in the queue
    And the item "Deploy" in the queue after "Build"
    When ann asks for work
    And ann completes "Build" with "failed"
    And bob asks for work
    Then bob gets nothing
    And "Deploy" is in the queue

  Scenario: Work that is given back can be taken at once and has lost no attempt
    Given ann holds "Fix login"
    When ann gives back "Fix login" because "no access to the server"
    And bob asks for work
    Then bob gets "Fix login"
    And it is attempt 1 on "Fix login"
    And bob sees of "Fix login"
      | notes.0.text | no access to the server |
    And the board is whole

  Scenario: Nobody gives back what somebody else holds
    Given ann holds "Fix login"
    When bob gives back "Fix login" because "I want it"
    Then bob is refused with ALREADY_CLAIMED
    And "Fix login" is held by ann

  Scenario: An empty queue
    Given ann holds "Fix login"
    When bob asks for work
    Then bob gets nothing
    And bob is refused with NOTHING_TO_CLAIM
    And bob is told that 0 are blocked
