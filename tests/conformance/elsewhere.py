"""Where the cases of the catalogue stand that have no file here, and which wait."""

from __future__ import annotations

ELSEWHERE: dict[int, tuple[str, ...]] = {
    56: ("test_intake.py::test_a_file_that_is_no_notebook_is_refused_with_the_reason",),
    57: (
        "test_intake.py::test_odd_cells_do_not_hurt_the_others",
        "test_intake.py::test_a_notebook_of_format_3_is_graded",
        "test_intake.py::test_a_mark_of_byte_order_and_windows_line_ends_are_read",
    ),
    58: ("test_intake.py::test_a_file_that_is_no_notebook_is_refused_with_the_reason",),
    66: (
        "test_intake.py::test_ids_that_cannot_be_printed_are_refused_and_others_are_not",
        "test_intake.py::test_file_names_are_safe_and_no_two_students_share_one",
    ),
    68: (
        "test_report.py::test_whatever_a_student_writes_is_only_text",
        "test_report.py::test_pages_fetch_nothing_and_run_nothing_but_the_cohorts_script",
    ),
    71: (
        "test_report.py::test_the_table_opens_in_a_spreadsheet_as_it_is",
        "test_report.py::test_no_cell_begins_like_a_formula_wherever_a_spreadsheet_splits",
    ),
    73: ("test_gradebook_store.py::test_ids_and_texts_of_any_kind_are_only_data",),
    59: (
        "test_downloads.py::test_entries_that_lead_elsewhere_are_left_out_and_the_rest_is_taken",
        "test_downloads.py::test_an_entry_that_inflates_without_end_is_read_up_to_the_cap",
    ),
    61: ("test_models.py::test_what_is_forged_gains_nothing",),
    62: ("test_models.py::test_a_configuration_that_is_not_of_keras_own_parts_does_not_pass",),
    75: ("test_gates.py::test_a_search_of_the_box_finds_the_data_that_students_have_and_no_other",),
    76: ("test_gates.py::test_predictions_by_heart_are_worth_nothing_in_the_next_cohort",),
    79: ("test_stages.py::test_what_others_trained_is_not_to_be_had_in_the_box",),
    85: ("test_stages.py::test_whoever_hands_in_again_gets_the_same_chance",),
    **dict.fromkeys((77, 80, 81, 82), ("test_models.py::test_what_is_forged_gains_nothing",)),
    89: (
        "test_cohort.py::test_a_killed_worker_costs_nobody_a_point",
        "test_cohort.py::test_what_fails_with_right_answers_too_is_ours",
    ),
    90: (
        "test_gradebook_store.py::test_the_book_survives_a_crash_after_each_record",
        "test_cli.py::test_killing_everything_loses_nothing_that_was_recorded",
    ),
    94: ("test_judge.py::test_a_sick_zygote_is_replaced", "test_sandbox.py::test_a_dead_zygote_is_our_fault"),
    95: ("test_judge.py::test_a_box_that_cannot_be_made_is_an_exception_and_not_a_score",),
    96: ("test_cohort.py::test_unchanged_submissions_under_unchanged_tests_are_not_graded_again",),
    92: ("test_cli.py::test_a_gradebook_that_somebody_else_writes_to_is_waited_for",),
    97: ("test_sharing.py::test_two_commands_grade_into_one_gradebook_and_one_says_what_the_other_graded",),
    98: (
        "test_cli.py::test_a_grader_that_is_stopped_leaves_nothing_behind_and_the_next_run_goes_on",
        "test_cohort.py::test_no_process_is_left_when_grading_is_stopped_half_way",
    ),
    106: ("test_models.py::test_no_word_of_the_students_is_shown_for_a_hidden_test",),
    107: ("test_models.py::test_no_word_of_the_students_is_shown_for_a_hidden_test",),
    108: ("test_models.py::test_a_part_that_only_has_the_right_name_is_not_it",),
    109: (
        "test_downloads.py::test_what_one_student_hands_in_moves_nobody_elses_work",
        "test_recognition.py::test_a_name_that_is_not_the_platforms_is_an_error_until_somebody_says_so",
        "test_recognition.py::test_a_folder_around_everything_is_a_students_unless_somebody_says_so",
        "test_recognition.py::test_who_names_no_assignment_is_not_graded_for_the_one_that_a_neighbour_names",
    ),
    110: (
        "test_recognition.py::test_a_list_that_is_not_plain_is_refused",
        "test_recognition.py::test_plain_yaml_is_text_whatever_it_looks_like",
    ),
    111: (
        "test_look_alikes.py::test_look_alikes_are_told_before_grading_and_the_rest_is_graded",
        "test_look_alikes.py::test_two_submissions_with_one_id_are_both_left_out_whatever_is_said",
    ),
    112: (
        "test_cohort.py::test_a_topic_that_is_at_fault_stops_itself_and_nobody_loses_a_point",
        "test_cohort.py::test_a_mistake_that_only_wrong_answers_meet_stops_the_topic_as_well",
    ),
    113: (
        "test_gates.py::test_every_command_of_a_course_uses_the_secret_of_its_cohort",
        "test_gates.py::test_what_one_purpose_gives_away_tells_nothing_about_the_others",
    ),
    114: (
        "test_cohort.py::test_an_upload_that_fails_alone_is_held_and_not_a_zero",
        "test_gradebook.py::test_an_upload_that_is_held_hides_no_earlier_verdict",
    ),
    117: (
        "test_drawn.py::test_a_secret_decides_what_is_drawn_and_nothing_else",
        "test_drawn.py::test_neither_cases_nor_right_answers_are_in_what_students_get",
    ),
    115: (
        "test_verifying.py::test_a_certificate_that_lacks_a_member_is_not_valid",
        "test_verifying.py::test_content_that_programs_read_differently_is_not_valid",
        "test_keys.py::test_a_key_file_of_a_site_may_hold_anything",
        "test_fuzz_credentials.py::test_no_credential_makes_verify_fail_hang_or_grow",
    ),
}

NOT_YET: dict[int, str] = {
    60: "Archives of tar can't be handed in.",
    86: "How often one may hand in is the learning platform's to limit; every score can tell a little.",
    88: "Whether a library was used that was not asked for is for the instructor to see.",
    116: "The hidden data of a gate are other images of the same world; a world for each cohort is to come.",
    99: "Reports are written page by page; the figure comes from the benchmark, not from a test.",
}
