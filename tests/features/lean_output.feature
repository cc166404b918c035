Feature: Output that does not eat the context of an agent

  Scenario: The next item in a short line
    Given the item "Fix login" in the queue with
      | --paths | src/auth/**   |
      | --meta  | ticket=SEC-42 |
    When ann asks for work and wants "work_item_id,work_type,description" of it
    Then the answer is one line of at most 200 bytes
    And its data is "description,work_item_id,work_type" and nothing else

  Scenario: An id and nothing else
    Given the item "Fix login" in the queue
    When ann asks for work quietly
    Then the answer is one line of at most 30 bytes

  Scenario: A long list, a short answer
    Given 100 items in the queue
    When ann lists 5 items and wants "work_item_id" of each
    Then the answer is one line of at most 400 bytes
    And it says that there are 100 and more than it shows

  Scenario: Nothing to claim, in a few words
    Given 100 items in the queue that wait for "Build"
    When ann asks for work
    And bob asks for work
    Then bob gets nothing
    And bob is told that 100 are blocked
    And the answer is one line of at most 600 bytes

  Scenario: A field that is not there
    Given the item "Fix login" in the queue
    When ann asks for work and wants "descripton" of it
    Then ann is refused with INVALID_VALUE
    And "Fix login" is in the queue
