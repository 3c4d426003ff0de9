// SPDX-License-Identifier: GPL-2.0
/* The engine of tables, with a table of the test's own. */
#include <string.h>

#include "check.h"
#include "view/table.h"

/* A row is an int; a field tells it in its own way. */
static struct value int_value(const void *of,
			      const struct field_context *context)
{
	(void)context;
	return (struct value){ .number = (uint64_t)*(const int *)of };
}

static struct value sign_value(const void *of,
			       const struct field_context *context)
{
	(void)context;
	return (struct value){ .change = *(const int *)of * 1024LL };
}

/* Odd ones are old, those from 10 on are not known, 4 makes no sense. */
static struct value odd_value(const void *of,
			      const struct field_context *context)
{
	int n = *(const int *)of;

	(void)context;
	return (struct value){
		.state = n >= 10 ? VALUE_UNKNOWN : n == 4 ? VALUE_NONE :
			 n % 2 ? VALUE_OLD : VALUE_KNOWN,
		.number = (uint64_t)n,
	};
}

static struct value word_value(const void *of,
			       const struct field_context *context)
{
	(void)context;
	return (struct value){
		.text = *(const int *)of < 0 ? "systemd-network" : "five5",
	};
}

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static const struct field plain = {
	"plain", "PLAIN", UNIT_NUMBER, .value = int_value,
	.compare = compare_ints,
};

static const struct field change = {
	"change", "CHANGE", UNIT_CHANGE, .value = sign_value,
	.compare = compare_ints, .descending = true,
};

static const struct field odd = {
	"odd", "ODD", UNIT_NUMBER, .value = odd_value,
};

static const struct field since = {
	NULL, "SINCE", UNIT_CHANGE, .value = sign_value,
	.compare = compare_ints,
};

static const struct table_column columns[] = {
	{ .field = &plain, .width = 5 },
	{ .field = &change, .width = 7, .wide_width = 9, .drop = 2,
	  .drop_marked = 1 },
	{ .field = &since, .width = 6, .marked_only = true },
	{ .field = &odd, .width = 4, .drop = 1, .drop_marked = 2 },
	{ .field = &plain, .head = "LAST", .width = 10, .left = true },
};

static const struct table table = {
	.columns = columns, .nr = ARRAY_SIZE(columns), .first_x = 2,
	.wide = 60,
};

static struct table_layout layout;

static void lay_out(int width, bool marked)
{
	table_lay_out(&table, width, marked, &layout);
}

static void assert_place(int i, int column, int x, int width)
{
	assert_ptr_equal(layout.places[i].column, &columns[column]);
	assert_int_equal(layout.places[i].x, x);
	assert_int_equal(layout.places[i].width, width);
}

/* As many as there are rows in the model: the test sets them. */
static int need_of_model(const struct model *model)
{
	return model_pid_width(model) + 1;
}

static const struct field word = {
	"word", "WORD", UNIT_TEXT, .value = word_value,
};

static const struct table_column growing_columns[] = {
	{ .field = &plain, .width = 4, .need = need_of_model },
	{ .field = &word, .width = 5, .left = true, .cut_mark = true,
	  .drop = 1 },
	{ .field = &word, .head = "LAST", .width = 3, .left = true },
};

static const struct table growing = {
	.columns = growing_columns, .nr = ARRAY_SIZE(growing_columns),
};

static void test_the_last_column_takes_what_is_left(void **state)
{
	(void)state;
	lay_out(40, false);
	assert_int_equal(layout.nr, 4);
	assert_place(0, 0, 2, 5);
	assert_place(1, 1, 8, 7);
	assert_place(2, 3, 16, 4);
	assert_place(3, 4, 21, 19);
}

static void test_what_does_not_fit_goes_by_rank(void **state)
{
	(void)state;
	/* 2 + 5 + 1 + 7 + 1 + 4 + 1 + 10 */
	lay_out(31, false);
	assert_int_equal(layout.nr, 4);
	lay_out(30, false);
	assert_int_equal(layout.nr, 3);
	assert_place(1, 1, 8, 7);
	assert_place(2, 4, 16, 14);
	lay_out(25, false);
	assert_int_equal(layout.nr, 2);
	/* what has no rank stays */
	lay_out(10, false);
	assert_int_equal(layout.nr, 2);
	assert_place(1, 4, 8, 2);
}

static void test_a_mark_brings_its_column_and_its_ranks(void **state)
{
	(void)state;
	/* 31, and 6 + 1 for SINCE */
	lay_out(38, true);
	assert_int_equal(layout.nr, 5);
	assert_place(2, 2, 16, 6);
	lay_out(37, true);
	assert_int_equal(layout.nr, 4);
	assert_place(1, 2, 8, 6);
	assert_place(2, 3, 15, 4);
}

static void test_wide_columns(void **state)
{
	(void)state;
	lay_out(59, false);
	assert_int_equal(layout.places[1].width, 7);
	lay_out(60, false);
	assert_int_equal(layout.places[1].width, 9);
}

/* A view of @width over three rows, with a mark or without. */
static int rows[] = { -3, 8, 4 };
static struct table_state state_now;
static struct view_env env;

static const void *get(const void *of, size_t i)
{
	return i < ARRAY_SIZE(rows) ? (const int *)of + i : NULL;
}

static void begin(int width, const struct field *sort)
{
	env = (struct view_env){ .model = model_new(), .width = width };
	state_now = (struct table_state){ .sort.field = sort };
}

static void end(void)
{
	model_free(env.model);
}

static enum table_answer command(enum command command)
{
	const struct extent extent = table_extent(ARRAY_SIZE(rows), 2);

	return table_command(&table, &state_now, &env, &extent, command);
}

static void test_sort_steps_over_what_has_no_order(void **state)
{
	(void)state;
	begin(60, &change);
	model_mark(env.model, 0);
	state_now.sort.inverted = true;
	assert_int_equal(command(CMD_SORT_NEXT), TABLE_SORTED);
	assert_ptr_equal(state_now.sort.field, &since);
	assert_false(state_now.sort.inverted);
	command(CMD_SORT_NEXT);
	assert_ptr_equal(state_now.sort.field, &plain);
	/* at the end it stays */
	state_now.sort = (struct table_sort){ .field = &change };
	command(CMD_SORT_PREV);
	assert_int_equal(command(CMD_SORT_PREV), TABLE_AT_LAST);
	assert_ptr_equal(state_now.sort.field, &plain);
	assert_int_equal(command(CMD_INVERT), TABLE_SORTED);
	assert_true(state_now.sort.inverted);
	command(CMD_SORT_PREV);
	assert_ptr_equal(state_now.sort.field, &plain);
	assert_true(state_now.sort.inverted);
	/* what it is sorted by may not be on screen any more */
	model_unmark(env.model);
	state_now.sort = (struct table_sort){ .field = &since };
	command(CMD_SORT_NEXT);
	assert_ptr_equal(state_now.sort.field, &plain);
	end();
}

static void test_other_commands_move_or_are_none(void **state)
{
	(void)state;
	begin(40, &plain);
	assert_int_equal(command(CMD_DOWN), TABLE_MOVED);
	assert_int_equal(state_now.cursor.at, 1);
	assert_int_equal(command(CMD_PAGE_DOWN), TABLE_MOVED);
	assert_int_equal(state_now.cursor.at, 2);
	assert_int_equal(state_now.cursor.top, 1);
	assert_int_equal(command(CMD_ENTER), TABLE_NOTHING);
	assert_int_equal(command(CMD_LEFT), TABLE_NOTHING);
	end();
}

static void test_the_selection_stays_on_its_row(void **state)
{
	const struct extent extent = table_extent(9, 3);

	(void)state;
	begin(40, &plain);
	table_follow(&state_now, &extent, 5);
	assert_int_equal(state_now.cursor.at, 0);
	state_now.cursor.chosen = true;
	table_follow(&state_now, &extent, 5);
	assert_int_equal(state_now.cursor.at, 5);
	assert_int_equal(state_now.cursor.top, 3);
	/* it is gone: the place stays */
	table_follow(&state_now, &extent, -1);
	assert_int_equal(state_now.cursor.at, 5);
	end();
}

static void assert_text(struct screen *screen, int x, int y, const char *text)
{
	for (; *text; x++, text++)
		assert_int_equal(screen_cell(screen, x, y)->glyph, *text);
}

static void draw(struct screen *screen, int nr, bool lit)
{
	const struct table_rows shown = { .get = get, .of = rows };

	screen_clear(screen);
	table_draw(&table, &state_now, &shown, &env, nr, lit, screen, 0);
}

static const struct field both = {
	NULL, "BOTH", UNIT_NUMBER, .value = int_value,
	.compare = compare_ints, .descending = true,
};

static bool is_absent(const struct model *model)
{
	(void)model;
	return true;
}

static const struct table_column sum_columns[] = {
	{ .field = &plain, .width = 5, .sum = &both },
	{ .field = &odd, .width = 4, .drop = 1, .sum = &both },
	{ .field = &since, .width = 6, .absent = is_absent },
	{ .field = &change, .width = 7 },
};

static const struct table sum_table = {
	.columns = sum_columns, .nr = ARRAY_SIZE(sum_columns),
};

static void draw_sum(struct screen *screen)
{
	const struct table_rows shown = { .get = get, .of = rows };

	screen_clear(screen);
	table_draw(&sum_table, &state_now, &shown, &env, 1, true, screen, 0);
}

/* What is sorted by is said by all heads that are part of it, or by none. */
static void test_a_sum_is_told_by_its_parts(void **state)
{
	struct screen *screen = screen_new(40, 5);

	(void)state;
	begin(18, &both);
	draw_sum(screen);
	assert_text(screen, 0, 0, "PLAIN");
	assert_int_equal(screen_cell(screen, 5, 0)->glyph, GLYPH_DOWN);
	assert_text(screen, 6, 0, " ODD");
	assert_int_equal(screen_cell(screen, 10, 0)->glyph, GLYPH_DOWN);
	assert_text(screen, 11, 0, " CHANGE ");
	assert_true(table_shows(&sum_table, &env, &both));
	env.width = 17;
	draw_sum(screen);
	assert_text(screen, 0, 0, "PLAIN      CHANGE ");
	assert_int_equal(screen_cell(screen, 0, 0)->role, ROLE_HEAD);
	assert_false(table_shows(&sum_table, &env, &both));
	/* a part alone is another order */
	state_now.sort.field = &plain;
	draw_sum(screen);
	assert_int_equal(screen_cell(screen, 5, 0)->glyph, GLYPH_UP);
	screen_free(screen);
	end();
}

static void test_what_can_be_sorted_by(void **state)
{
	const struct field *fields[TABLE_COLUMNS_MAX];

	(void)state;
	begin(17, &both);
	/* not what has no order, nor what this machine does not have */
	assert_int_equal(table_fields(&sum_table, &env, fields), 3);
	assert_ptr_equal(fields[0], &plain);
	assert_ptr_equal(fields[1], &both);
	assert_ptr_equal(fields[2], &change);
	end();
}

static void test_heads_rows_and_the_selected_one(void **state)
{
	struct screen *screen = screen_new(40, 5);

	(void)state;
	begin(40, &change);
	state_now.cursor.at = 1;
	draw(screen, 4, true);
	assert_text(screen, 0, 0, "  PLAIN ");
	assert_text(screen, 9, 0, "CHANGE");
	assert_int_equal(screen_cell(screen, 15, 0)->glyph, GLYPH_DOWN);
	assert_text(screen, 16, 0, " ODD LAST");
	assert_int_equal(screen_cell(screen, 4, 0)->role, ROLE_HEAD);
	assert_int_equal(screen_cell(screen, 9, 0)->role, ROLE_SORTED);
	assert_int_equal(screen_cell(screen, 15, 0)->role, ROLE_SORTED);
	assert_text(screen, 12, 1, "-3K");
	assert_int_equal(screen_cell(screen, 12, 1)->role, ROLE_ZERO);
	assert_text(screen, 0, 2, ">     8     +8K    8 8 ");
	assert_int_equal(screen_cell(screen, 12, 2)->role, ROLE_WRITTEN);
	assert_true(screen_cell(screen, 12, 2)->selected);
	assert_false(screen_cell(screen, 12, 1)->selected);
	assert_text(screen, 0, 3, "      4     +4K    - 4 ");
	assert_text(screen, 0, 4, "                       ");
	/* where something else is lit, the mark is left */
	state_now.sort.inverted = true;
	draw(screen, 2, false);
	assert_int_equal(screen_cell(screen, 15, 0)->glyph, GLYPH_UP);
	assert_text(screen, 0, 2, ">     8");
	assert_false(screen_cell(screen, 12, 2)->selected);
	assert_text(screen, 0, 3, "       ");
	/* from the first row of the window on */
	state_now.cursor.top = 2;
	draw(screen, 4, true);
	assert_text(screen, 0, 1, "      4");
	assert_text(screen, 0, 2, "       ");
	screen_free(screen);
	end();
}

static void test_roles_tell_what_is_known(void **state)
{
	static const struct {
		int row;
		char text;
		enum role role;
	} cases[] = {
		{ 2, '2', ROLE_TEXT }, { 3, '3', ROLE_DIM },
		{ 4, '-', ROLE_DIM }, { 11, '?', ROLE_UNKNOWN },
	};
	struct screen *screen = screen_new(40, 2);
	const struct cell *cell = screen_cell(screen, 19, 1);
	int before = rows[0];
	size_t i;

	(void)state;
	begin(40, &plain);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		rows[0] = cases[i].row;
		draw(screen, 1, false);
		assert_int_equal(cell->glyph, cases[i].text);
		assert_int_equal(cell->role, cases[i].role);
	}
	rows[0] = before;
	screen_free(screen);
	end();
}

static void list_pid(pid_t pid)
{
	struct sample sample = { .sections = SECTION_LIST, .time_ns = 1 };

	sample_add_proc(&sample)->id.pid = pid;
	model_update(env.model, &sample);
	sample_release(&sample);
}

static void draw_growing(struct screen *screen)
{
	const struct table_rows shown = { .get = get, .of = rows };

	screen_clear(screen);
	table_draw(&growing, &state_now, &shown, &env, 3, false, screen, 0);
}

/* A number has the room that it takes, and the mark of the row its own. */
static void test_a_column_grows_with_its_numbers(void **state)
{
	struct screen *screen = screen_new(20, 4);
	const int before = rows[1];

	(void)state;
	begin(20, NULL);
	draw_growing(screen);
	assert_text(screen, 0, 2, "   8 five5 five5    ");
	rows[1] = 1234567;
	list_pid(1234567);
	draw_growing(screen);
	assert_text(screen, 0, 1, ">");
	assert_text(screen, 0, 2, " 1234567 five5 five5");
	state_now.cursor.at = 1;
	draw_growing(screen);
	assert_text(screen, 0, 2, ">1234567 five5 five5");
	/* others make room */
	env.width = 15;
	draw_growing(screen);
	assert_text(screen, 0, 2, ">1234567 five5");
	assert_text(screen, 0, 0, "   PLAIN LAST");
	rows[1] = before;
	screen_free(screen);
	end();
}

/* Where it has no room, its end tells it from others; a name says so, too. */
static void test_what_is_cut_says_so(void **state)
{
	struct screen *screen = screen_new(20, 4);
	const int before = rows[1];

	(void)state;
	begin(20, NULL);
	rows[1] = 1234567;
	draw_growing(screen);
	assert_text(screen, 0, 2, "..67 five5 five5    ");
	assert_text(screen, 5, 1, "syst+ systemd-n");
	rows[1] = before;
	screen_free(screen);
	end();
}

static const struct table_column many_columns[] = {
	{ .field = &plain, .width = 6, .has_margin = true },
	{ .field = &change, .width = 7 },
	{ .field = &odd, .width = 4, .drop = 1, .drop_marked = 1 },
	{ .field = &word, .width = 5, .left = true, .widest = 12,
	  .widest_narrow = 8, .chosen_only = true },
	{ .field = &since, .width = 6, .marked_only = true,
	  .absent = is_absent },
	{ .field = &word, .head = "LAST", .width = 16, .left = true,
	  .scrolls = true },
};

static struct table_order order;
static int content[TABLE_COLUMNS_MAX];
static struct table many = {
	.columns = many_columns, .nr = ARRAY_SIZE(many_columns), .wide = 60,
	.order = &order, .content = content,
};

/* Lay out the columns with these numbers, of six, each a digit. */
static void order_as(const char *digits, int width)
{
	order.nr = 0;
	for (; *digits; digits++)
		order.columns[order.nr++] = &many_columns[*digits - '0'];
	table_lay_out(&many, width, false, &layout);
}

static void assert_places(const char *digits)
{
	int i;

	assert_int_equal(layout.nr, strlen(digits));
	for (i = 0; i < layout.nr; i++)
		assert_ptr_equal(layout.places[i].column,
				 &many_columns[digits[i] - '0']);
}

static void test_chosen_columns_in_their_order(void **state)
{
	(void)state;
	memset(content, 0, sizeof(content));
	/* none was chosen */
	many.order = NULL;
	table_lay_out(&many, 80, false, &layout);
	assert_places("0125");
	many.order = &order;
	/* also those that would not be there by themselves */
	order_as("0435", 80);
	assert_places("0435");
	assert_int_equal(layout.places[0].x, 0);
	assert_int_equal(layout.places[3].x, 7 + 7 + 6);
	assert_int_equal(layout.places[3].width, 80 - 20);
	assert_false(layout.places[3].cut_mark);
	/* what has no margin leaves room for the mark */
	order_as("50", 80);
	assert_int_equal(layout.places[0].x, 2);
	assert_int_equal(layout.places[0].width, 16);
	assert_true(layout.places[0].cut_mark);
	assert_int_equal(layout.places[1].x, 2 + 17);
}

static void test_chosen_columns_that_do_not_fit(void **state)
{
	int width;

	(void)state;
	memset(content, 0, sizeof(content));
	/* 6 + 1 + 7 + 1 + 4 + 1 + 16 */
	order_as("0125", 36);
	assert_places("0125");
	order_as("0125", 35);
	assert_places("015");
	/* the last one gives way, as far as it can, before what has no rank */
	order_as("0125", 25);
	assert_places("015");
	order_as("0125", 24);
	assert_places("05");
	/* behind the last head there is room for a mark */
	order_as("01", 15);
	assert_places("01");
	order_as("01", 14);
	assert_places("0");
	/* whatever the width, nothing is beyond it but the last column */
	for (width = 40; width < 90; width++) {
		order_as("543210", width);
		assert_true(layout.nr > 0);
		assert_true(layout.places[layout.nr - 1].x +
				    layout.places[layout.nr - 1].width <=
			    width);
	}
}

static void test_texts_widen_their_columns(void **state)
{
	const struct table_rows shown = { .get = get, .of = rows };

	(void)state;
	memset(content, 0, sizeof(content));
	order_as("035", 80);
	assert_int_equal(layout.places[1].width, 5);
	/* "systemd-network", of 15 columns, in the first row only */
	assert_true(table_measure(&many, &shown, 1, 2, content));
	assert_int_equal(content[3], 5);
	assert_true(table_measure(&many, &shown, 0, 3, content));
	assert_false(table_measure(&many, &shown, 0, 3, content));
	order_as("035", 80);
	assert_int_equal(layout.places[1].width, 12);
	order_as("035", 59);
	assert_int_equal(layout.places[1].width, 8);
	/* what is not on screen any more leaves them as they are */
	assert_false(table_measure(&many, &shown, 1, 2, content));
	assert_int_equal(content[3], 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chosen_columns_in_their_order),
		cmocka_unit_test(test_chosen_columns_that_do_not_fit),
		cmocka_unit_test(test_texts_widen_their_columns),
		cmocka_unit_test(test_the_last_column_takes_what_is_left),
		cmocka_unit_test(test_what_does_not_fit_goes_by_rank),
		cmocka_unit_test(test_a_mark_brings_its_column_and_its_ranks),
		cmocka_unit_test(test_wide_columns),
		cmocka_unit_test(test_a_column_grows_with_its_numbers),
		cmocka_unit_test(test_what_is_cut_says_so),
		cmocka_unit_test(test_sort_steps_over_what_has_no_order),
		cmocka_unit_test(test_other_commands_move_or_are_none),
		cmocka_unit_test(test_the_selection_stays_on_its_row),
		cmocka_unit_test(test_heads_rows_and_the_selected_one),
		cmocka_unit_test(test_a_sum_is_told_by_its_parts),
		cmocka_unit_test(test_what_can_be_sorted_by),
		cmocka_unit_test(test_roles_tell_what_is_known),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
