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
        "test_report.py::test_pages_run_nothing_and_fetch_nothing",
    ),
    71: ("test_report.py::test_the_table_opens_in_a_spreadsheet_as_it_is",),
    73: ("test_gradebook.py::test_ids_and_texts_of_any_kind_are_only_data",),
    89: (
        "test_cohort.py::test_a_killed_worker_costs_nobody_a_point",
        "test_cohort.py::test_what_fails_again_and_again_is_ours_and_not_a_zero",
    ),
    90: (
        "test_gradebook.py::test_the_book_survives_a_crash_after_each_record",
        "test_cli.py::test_killing_everything_loses_nothing_that_was_recorded",
    ),
    94: ("test_judge.py::test_a_sick_zygote_is_replaced", "test_sandbox.py::test_a_dead_zygote_is_our_fault"),
    95: ("test_judge.py::test_a_box_that_cannot_be_made_is_an_exception_and_not_a_score",),
    96: ("test_cohort.py::test_unchanged_submissions_under_unchanged_tests_are_not_graded_again",),
    97: ("test_gradebook.py::test_two_books_on_one_file_at_once",),
    98: (
        "test_cli.py::test_ctrl_c_leaves_nothing_behind_and_the_next_run_goes_on",
        "test_cohort.py::test_no_process_is_left_when_grading_is_stopped_half_way",
    ),
}

_MODELS = "Waits for the assignments that train models."
_ARCHIVES = "Nothing here opens archives yet; it waits for uploads as Moodle, Canvas and Gradescope download them."
_MODEL_FILES = "Nothing here opens files of models yet; they will be opened in a box only."

NOT_YET: dict[int, str] = {
    59: _ARCHIVES,
    60: _ARCHIVES,
    **dict.fromkeys((61, 62, 63), _MODEL_FILES),
    **dict.fromkeys((75, 76, 77, 78, 79, 80, 81, 82, 85, 88), _MODELS),
    86: "There is no cap on how often one may hand in; every score can tell a little about a hidden test.",
    92: "Waits for a gradebook on a file system that goes away.",
    99: "Waits for the benchmark with ten thousand submissions.",
}
