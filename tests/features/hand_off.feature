Feature: Work is handed off with all that is known about it

  Scenario: The next agent has the full context
    Given the item "Fix login" in the queue with
      | --paths  | src/auth/**      |
      | --points | 8                |
      | --meta   | ticket=SEC-42    |
    And bob is registered
    When ann asks for work
    And ann reports 60 percent on "Fix login"
    And ann hands "Fix login" to bob and says "the token test is still red"
    Then "Fix login" is held by bob
    And the fence of "Fix login" has grown since ann held it
    And bob sees of "Fix login"
      | description     | Fix login                   |
      | progress        | 60                          |
      | paths.0         | src/auth/**                 |
      | story_points    | 8                           |
      | metadata.ticket | SEC-42                      |
      | notes.0.by      | ann                         |
      | notes.0.text    | the token test is still red |
    And the board is whole

  Scenario: The lease of the next agent starts with the hand-off
    Given ann holds "Fix login"
    And bob is registered
    When 20 minutes pass
    And ann hands "Fix login" to bob and says "yours"
    And 20 minutes pass
    And cid asks for work
    Then cid gets nothing

  Scenario: What was handed off is no longer one's own
    Given ann holds "Fix login"
    And bob is registered
    When ann hands "Fix login" to bob and says "yours"
    And ann completes "Fix login" with "after all"
    Then ann is refused with ALREADY_CLAIMED
    And ann is told that bob holds it and until when
    When bob completes "Fix login" with "done"
    Then "Fix login" is completed with "done"
    And "Fix login" was counted once
    And the board is whole

  Scenario: Only the holder hands off
    Given ann holds "Fix login"
    And bob is registered
    When bob hands "Fix login" to bob and says "mine now"
    Then bob is refused with ALREADY_CLAIMED
    And "Fix login" is held by ann

  Scenario: There is nobody of that name
    Given ann holds "Fix login"
    When ann hands "Fix login" to nobody and says "catch"
    Then ann is refused with AGENT_NOT_FOUND
    And "Fix login" is held by ann
