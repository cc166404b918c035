Feature: A worker dies
  The work of a dead worker is done by another. Work that kills its workers does not go round for ever.

  Scenario: A worker is killed in the middle of its work
    Given the item "Fix login" in the queue
    When ann is killed in the middle of "Fix login"
    And bob asks for work
    Then bob gets nothing
    When 30 minutes pass
    And bob asks for work
    Then bob gets "Fix login"
    And the progress of "Fix login" is 40 percent
    And the board is whole

  Scenario: Work that kills every worker ends in the dead letter
    Given the item "Divide by zero" in the queue
    When ann is killed in the middle of "Divide by zero"
    And 30 minutes pass
    And bob is killed in the middle of "Divide by zero"
    And 30 minutes pass
    And cid is killed in the middle of "Divide by zero"
    And 30 minutes pass
    And dan asks for work
    Then dan gets nothing
    And "Divide by zero" is dead
    When 24 hours pass
    And dan asks for work
    Then dan gets nothing
    And the board is whole

  Scenario: Work that fails is tried again later, and three times at most
    Given the item "Flaky test" in the queue
    When ann asks for work
    And ann fails at "Flaky test" with "timed out"
    And bob asks for work
    Then bob gets nothing
    And bob is told that 1 is scheduled
    When 37 seconds pass
    And bob asks for work
    Then bob gets "Flaky test"
    When bob fails at "Flaky test" with "timed out again"
    And 2 minutes pass
    And cid asks for work
    And cid fails at "Flaky test" with "timed out for good"
    Then "Flaky test" is dead
    And the last error of "Flaky test" is "timed out for good"
    And the board is whole

  Scenario: Dead work is tried again when somebody says so
    Given the item "Flaky test" in the queue with
      | --max-attempts | 1 |
    When ann asks for work
    And ann fails at "Flaky test" with "timed out"
    Then "Flaky test" is dead
    When "Flaky test" is retried
    And bob asks for work
    Then bob gets "Flaky test"
    And it is attempt 1 on "Flaky test"
