Feature: Ids are never given twice
  An id is made of the clock in nanoseconds, and grows whatever happens at the same time.

  Scenario: A thousand ids for agents
    When 1,000 ids are generated, 20 at a time
    Then all of them are different
    And each of them is "agent_" and at least 19 digits

  Scenario: Fifty agents add work at the same time
    Given the item "Fix login" in the queue
    When 50 agents add an item at the same time
    Then there are 51 items on the board
    And their ids grow
    And the board is whole
