Feature: A list of tasks becomes a queue

  Scenario: A thousand items from one list
    When 1,000 items are added from a list of tasks
    Then there are 1,000 items on the board
    And their ids grow
    And the board is whole
