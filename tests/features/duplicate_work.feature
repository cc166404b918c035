Feature: The same work is not done twice
  A key names a piece of work, whatever its id. There is at most one open item of a key.

  Scenario: Somebody else does it already
    Given ann claims new work "Fix login" with the key "login"
    When bob claims new work "Repair the login" with the key "login"
    Then bob is refused with ALREADY_CLAIMED
    And bob is told that ann holds it and until when
    And there is 1 item on the board

  Scenario: The holder asks again
    Given ann claims new work "Fix login" with the key "login"
    When ann claims new work "Fix login" with the key "login"
    Then ann gets "Fix login"
    And ann is told that the item is not new
    And there is 1 item on the board
    And the board is whole

  Scenario: Five agents start the same work at the same time
    When 5 agents claim new work "Fix login" that is unique at the same time
    Then 1 of them gets an item
    And the others are told who holds "Fix login" and until when
    And there is 1 item on the board

  Scenario: Done work may come again
    Given ann claims new work "Update packages" with the key "weekly"
    When ann completes "Update packages" with "success"
    And bob claims new work "Update packages" with the key "weekly"
    Then bob gets "Update packages"
    And there are 2 items on the board
    And the board is whole

  Scenario: A completion that is said twice counts once
    Given ann holds "Fix login"
    When ann completes "Fix login" with "success"
    And ann completes "Fix login" with "success"
    Then ann succeeds
    And "Fix login" was counted once
    When bob completes "Fix login" with "something else"
    Then bob is refused with WRONG_STATUS
    And "Fix login" is completed with "success"
    And the board is whole
