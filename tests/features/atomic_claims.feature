Feature: A claim is atomic
  Whoever reaches for work at the same time: an item goes to one agent, and the others are told so.

  Scenario: Five agents reach for the last item
    Given the item "Fix login" in the queue
    When 5 agents ask for work at the same time
    Then 1 of them gets an item
    And the others are told that there is nothing to claim
    And the board is whole

  Scenario: Five agents reach for the same item
    Given the item "Fix login" in the queue
    And the item "Write docs" in the queue
    When 5 agents claim "Fix login" at the same time
    Then 1 of them gets an item
    And the others are told who holds "Fix login" and until when
    And "Write docs" is in the queue
    And the board is whole

  Scenario: Fifty agents at once
    Given 50 items in the queue
    When 50 agents ask for work at the same time
    Then 50 of them get an item
    And no item is given twice
    And the board is whole

  Scenario: Fifty agents and not enough work
    Given 20 items in the queue
    When 50 agents ask for work at the same time
    Then 20 of them get an item
    And no item is given twice
    And the others are told that there is nothing to claim
    And the board is whole
