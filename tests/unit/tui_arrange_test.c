// SPDX-License-Identifier: GPL-2.0
/* The list as a tree, held, followed and in groups: what keys make of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_screen.h"
#include "view/view.h"

/* What becomes of the fixture's processes. */
static struct {
	pid_t gone, anew, orphan, starts;
	bool alike;		/* names that many a hash takes for one */
} fate;

static void name_alike(struct proc *proc)
{
	if (proc->id.pid == 412)
		strcpy(proc->comm, "Az");
	if (proc->id.pid == 415)
		strcpy(proc->comm, "BY");
}

static void alter(struct sample *list)
{
	struct proc *proc = list->procs, *kept = proc;
	struct proc *end = proc + list->nr_procs;

	for (; proc < end; proc++) {
		if (proc->id.pid == fate.anew)
			proc->id.start_ns += NSEC_PER_SEC;
		if (proc->id.pid == fate.orphan)
			proc->ppid = 1;
		if (fate.alike)
			name_alike(proc);
		if (proc->id.pid == fate.starts)
			proc->id.start_ns += 400 * NSEC_PER_SEC;
		if (proc->id.pid != fate.gone)
			*kept++ = *proc;
	}
	list->nr_procs = (size_t)(kept - list->procs);
}

static void assert_heads_have(const char *part)
{
	int y;

	for (y = 1; y < 12; y++)
		if (line_has(y, part))
			return;
	fail_msg("no head is '%s'", part);
}

static int set_up(void **state)
{
	(void)state;
	memset(&fate, 0, sizeof(fate));
	fixture_app_init(&fixture);
	fixture.alter = alter;
	fixture_app_start(&fixture, 100, 30);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	return 0;
}

/* Another start, with a filter, and NULL or the name of those with pids. */
static void restart(int width, const char *filter, const char *of)
{
	static const pid_t pids[] = { 412, 427, 428 };

	fixture_app_stop(&fixture);
	fixture.config.filter = filter;
	fixture.config.of = of;
	fixture.config.pids = of ? pids : NULL;
	fixture.config.nr_pids = of ? ARRAY_SIZE(pids) : 0;
	fixture_app_start(&fixture, width, 30);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
}

/* The row of the screen with @part, or -1. */
static int find_line(const char *part)
{
	int y;

	for (y = 0; y < 29; y++) {
		char *text = fixture_app_line(&fixture, y);
		bool found = strstr(text, part);

		free(text);
		if (found)
			return y;
	}
	return -1;
}

static void assert_selected(const char *part)
{
	int y = find_line(part);

	assert_true(y > 0);
	assert_line_has(y, ">");
}

static void test_a_tree_and_back(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "t");
	assert_line_has(0, "19 processes, tree");
	assert_line_has(7, " init");
	assert_true(find_line("`- getty hvc1") > 0);
	assert_true(find_line("`- sh") > 0);
	assert_int_equal(find_line("`- tamdemo fork"),
			 find_line("|- tamdemo fork") + 1);
	fixture_app_key(&fixture, TK_F5);
	assert_int_equal(find_line("|- "), -1);
	assert_int_equal(find_line(", tree"), -1);
}

static void test_keys_that_fold(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "-");
	assert_line_has(-1, "no tree to fold; t shows it");
	fixture_app_keys(&fixture, "t");
	fixture_app_choose(&fixture, 428);
	fixture_app_keys(&fixture, "-");
	assert_line_has(-1, "nothing below it");
	fixture_app_choose(&fixture, 427);
	fixture_app_keys(&fixture, "+");
	assert_line_has(-1, "not folded");
	fixture_app_keys(&fixture, "-");
	/* 51712K each */
	assert_selected("+1 tamdemo fork");
	assert_line_has(find_line("+1 tamdemo"), " 101M ");
	/* the sentence is of both */
	assert_true(find_line("427 tamdemo +1: ") > 0);
	assert_line_has(0, "+N are sums, shared pages count in each");
	fixture_app_keys(&fixture, "-");
	assert_line_has(-1, "folded already");
	/* the sum goes on, and is open to a look inside */
	fixture_app_sample(&fixture);
	assert_selected("+1 tamdemo fork");
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_look(&fixture);
	assert_line_has(0, "427 tamdemo");
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_keys(&fixture, "+");
	assert_int_equal(find_line("+1 tamdemo"), -1);
}

/* The selection is where the process is told by then. */
static void test_all_folded(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "t");
	fixture_app_choose(&fixture, 428);
	fixture_app_keys(&fixture, "*");
	assert_selected("+13 login ada");
	assert_int_equal(find_line("sh"), find_line("shared"));
	fixture_app_keys(&fixture, "*");
	assert_true(find_line("`- tamdemo fork") > 0);
	assert_selected("login ada");
}

/* The same number, but another process, whose children are others'. */
static void test_a_reused_pid_in_the_tree(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "t");
	fixture_app_choose(&fixture, 240);
	fixture_app_keys(&fixture, "-F");
	assert_line_has(0, "following 240");
	assert_selected("+9 tamtop");
	fate.anew = 240;
	fate.starts = 240;
	fixture_app_sample(&fixture);
	assert_line_has(0, "following 240: gone");
	assert_int_equal(find_line("+9 tamtop"), -1);
	/* it is younger than they are */
	assert_true(find_line("tamdemo linear") > 0);
	assert_int_equal(find_line("|- tamdemo linear"), -1);
	assert_true(find_line("`- tamtop") > 0 || find_line("|- tamtop") > 0);
}

static void test_who_is_adopted(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "t");
	fate.gone = 427;
	fate.orphan = 428;
	fixture_app_sample(&fixture);
	assert_int_equal(find_line("tamdemo fork"),
			 find_line("- tamdemo fork"));
	assert_int_equal(find_line("   |- tamdemo fork"), -1);
}

static bool is_shown(pid_t pid)
{
	struct demand demand = { 0 };
	bool shown = false;
	size_t i;

	app_demand(fixture.app, &demand);
	for (i = 0; i < demand.nr_shown; i++)
		shown |= demand.shown[i].pid == pid;
	demand_release(&demand);
	return shown;
}

/* A source that reads some in turn is asked who has adopted them. */
static void test_an_orphan_is_asked_for(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture_app_start(&fixture, 80, 10);
	fixture_app_keys(&fixture, "t");
	fate.gone = 427;
	fixture_app_sample(&fixture);
	assert_true(is_shown(428));
}

/* The sum on screen is of what is folded, too. */
static void test_what_is_folded_is_read(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "t");
	fixture_app_choose(&fixture, 427);
	fixture_app_keys(&fixture, "-");
	assert_selected("+1 tamdemo fork");
	assert_true(is_shown(427));
	assert_true(is_shown(428));
}

static void test_follow_ends_with_a_move(void **state)
{
	(void)state;
	fixture_app_choose(&fixture, 412);
	fixture_app_keys(&fixture, "F");
	assert_line_has(0, "following 412");
	/* wherever the order puts it */
	fixture_app_keys(&fixture, "I");
	assert_selected("412 ada");
	assert_line_has(0, "following 412");
	fixture_app_keys(&fixture, "j");
	assert_int_equal(find_line("following"), -1);
	fixture_app_keys(&fixture, "FF");
	assert_int_equal(find_line("following"), -1);
	/* the first row, too, which is nobody's until it is chosen */
	fixture_app_keys(&fixture, "IgF");
	assert_line_has(0, "following 431");
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	assert_selected("431 ada");
	assert_line_has(8, ">  431");
}

static void test_a_followed_one_ends(void **state)
{
	(void)state;
	fixture_app_choose(&fixture, 444);
	fixture_app_keys(&fixture, "F");
	fate.gone = 444;
	fixture_app_sample(&fixture);
	assert_line_has(0, "following 444: gone");
	fixture_app_keys(&fixture, "k");
	assert_int_equal(find_line("following"), -1);
}

/* What a filter hides is waited for; keys are for the selected row. */
static void test_a_followed_one_is_filtered(void **state)
{
	(void)state;
	fixture_app_choose(&fixture, 412);
	fixture_app_keys(&fixture, "F\\redis");
	assert_line_has(0, "following 412: hidden");
	assert_selected("431 ada");
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_sample(&fixture);
	assert_line_has(0, "following 412: hidden");
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_look(&fixture);
	assert_line_has(0, "431 redis");
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "K");
	assert_line_has(0, "431");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "following 412: hidden");
	/* back on screen */
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "following 412  ");
	assert_selected("412 ada");
	/* while a filter is typed, too, and where that is undone */
	fixture_app_keys(&fixture, "\\redis");
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "following 412  ");
	assert_selected("412 ada");
	/* by itself, once it matches */
	fixture_app_keys(&fixture, "\\touched>160M\n");
	assert_line_has(0, "following 412: hidden");
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	assert_line_has(0, "following 412 ");
	assert_int_equal(find_line("hidden"), -1);
	assert_selected("412 ada");
	/* a move ends it, hidden or not */
	fixture_app_keys(&fixture, "\\");
	fixture_app_key(&fixture, TK_CTRL_U);
	fixture_app_keys(&fixture, "redis\n");
	assert_line_has(0, "following 412: hidden");
	fixture_app_keys(&fixture, "j");
	assert_int_equal(find_line("following"), -1);
}

static void test_a_followed_one_is_folded(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "t");
	fixture_app_choose(&fixture, 428);
	fixture_app_keys(&fixture, "F*");
	assert_line_has(0, "following 428: hidden");
	assert_selected("+13 login ada");
	fixture_app_sample(&fixture);
	assert_line_has(0, "following 428: hidden");
	assert_selected("+13 login ada");
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_look(&fixture);
	assert_line_has(0, "91 login");
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_keys(&fixture, "*");
	assert_int_equal(find_line("hidden"), -1);
	assert_selected("428 ada");
	/* it ends while it is hidden */
	fixture_app_keys(&fixture, "*");
	fate.gone = 428;
	fixture_app_sample(&fixture);
	assert_line_has(0, "following 428: gone");
	assert_selected("login ada");
}

/* It gets a name that makes it another group's. */
static void test_a_followed_one_leaves_its_group(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "bb");
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_choose(&fixture, 415);
	fixture_app_keys(&fixture, "F");
	fate.alike = true;
	fixture_app_sample(&fixture);
	assert_line_has(0, "7 of 19 processes, command tamdemo, "
			   "following 415: hidden");
	fate.alike = false;
	fixture_app_sample(&fixture);
	assert_line_has(0, "command tamdemo, following 415 ");
	assert_selected("415 ada");
}

static void test_sums_are_told_where_they_fit(void **state)
{
	(void)state;
	restart(80, NULL, NULL);
	fixture_app_keys(&fixture, "t*");
	assert_line_has(0, "19 processes, tree; +N count shared in each ");
	restart(80, "tamdemo", NULL);
	fixture_app_keys(&fixture, "t");
	fixture_app_choose(&fixture, 427);
	fixture_app_keys(&fixture, "-");
	assert_line_has(0, "9 of 19 processes \\tamdemo, tree  ");
	restart(80, NULL, "tamdemo");
	fixture_app_keys(&fixture, "t*");
	assert_line_has(0, "tamdemo: 3 of 19 processes, tree  ");
	/* the mark stands behind it */
	restart(80, NULL, NULL);
	fixture_app_keys(&fixture, "t*m");
	assert_line_has(0, "19 processes, tree, mark 0s ");
	restart(120, "tamdemo", NULL);
	fixture_app_keys(&fixture, "t");
	fixture_app_choose(&fixture, 427);
	fixture_app_keys(&fixture, "-");
	assert_line_has(0, "9 of 19 processes \\tamdemo, tree; +N ");
}

static void test_a_held_order(void **state)
{
	int y;

	(void)state;
	fixture_app_keys(&fixture, "H");
	assert_line_has(0, "19 processes, order held");
	assert_line_has(7, "431 ada");
	y = find_line("444 ada");
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	/* 412 has more by now */
	assert_line_has(7, "431 ada");
	fate.gone = 444;
	fixture_app_sample(&fixture);
	assert_line_has(0, "18 processes, order held");
	assert_line_has(y, "444 -");
	assert_line_has(y, "gone: tamdemo");
	fixture_app_choose(&fixture, 444);
	fixture_app_key(&fixture, TK_ENTER);
	assert_line_has(-1, "it is gone");
	fixture_app_keys(&fixture, "F");
	assert_line_has(-1, "it is gone");
	fate.gone = 0;
	fixture_app_sample(&fixture);
	/* back at the end, where those that come stand */
	assert_line_has(7 + 19, "444 ada");
	fixture_app_keys(&fixture, "H");
	assert_line_has(7, "412 ada");
	assert_int_equal(find_line("gone"), -1);
}

static void test_another_order_is_held(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "H<");
	assert_line_has(7, "444 ada");
	assert_line_has(0, "order held");
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	assert_line_has(7, "444 ada");
}

static void test_groups_and_the_list_of_one(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "b");
	assert_line_has(0, "2 groups by user");
	assert_line_has(1, "a page that processes share counts in each");
	assert_line_has(3, "14 ");
	fixture_app_keys(&fixture, "b");
	assert_line_has(0, "groups by command");
	assert_line_has(3, "tamdemo");
	fixture_app_key(&fixture, TK_ENTER);
	assert_line_has(0, "9 of 19 processes, command tamdemo");
	fixture_app_keys(&fixture, "b");
	assert_line_has(-1, "these are a group; Esc goes back");
	/* into one of them and back: it is the list of the group still */
	fixture_app_keys(&fixture, "j");
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_look(&fixture);
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "9 of 19 processes, command tamdemo");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "groups by command");
	fixture_app_keys(&fixture, "b");
	fixture_app_sample(&fixture);
	assert_line_has(0, "7 groups by cgroup");
	assert_true(find_line("docker-8f3a5c0e7b12.scope") > 0);
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes");
}

/* A filter hides who comes until its command line is read. */
static void test_who_comes_is_in_a_group(void **state)
{
	(void)state;
	fate.gone = 428;
	restart(100, "48M", NULL);
	fixture_app_keys(&fixture, "b");
	fixture_app_sample(&fixture);
	assert_line_has(3, ">    1 ");
	fate.gone = 0;
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(3, ">    2 ");
}

/* Likewise until its zero pages are counted, or its cgroup is read. */
static void test_a_group_waits_for_numbers(void **state)
{
	static const char *const filters[] = { "zero>1M", "cgroup:session" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(filters); i++) {
		fate.gone = 421;
		restart(100, filters[i], NULL);
		fixture_app_keys(&fixture, "bb");
		fixture_app_sample(&fixture);
		assert_line_has(3, i ? ">    8 " : ">    2 ");
		fate.gone = 0;
		fixture_app_sample(&fixture);
		fixture_app_sample(&fixture);
		assert_line_has(3, i ? ">    9 " : ">    3 ");
	}
}

/* Sums of some are not taken for those of all. */
static void test_groups_tell_what_is_listed(void **state)
{
	(void)state;
	restart(80, "48M", "tamdemo");
	fixture_app_keys(&fixture, "b");
	assert_line_has(0, "tamdemo: 1 group by user \\48M ");
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_keys(&fixture, "bb");
	assert_line_has(0, "tamdemo: 1 group by command  ");
}

/* Esc leads out of a group; what is filtered stays so until it is the list's. */
static void test_back_from_a_group_keeps_the_filter(void **state)
{
	(void)state;
	restart(100, "48M", NULL);
	fixture_app_keys(&fixture, "b");
	fixture_app_key(&fixture, TK_ENTER);
	assert_line_has(0, "2 of 19 processes \\48M, user ada");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "1 group by user \\48M");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "2 of 19 processes \\48M ");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "tamtop  19 processes ");
}

/* Select the group @name, and see that it stays so, and is the one meant. */
static void check_group(const char *name)
{
	char title[64];
	int y;

	fixture_app_key(&fixture, TK_HOME);
	for (y = 3; y < find_line(name); y++)
		fixture_app_key(&fixture, TK_DOWN);
	assert_selected(name);
	fixture_app_sample(&fixture);
	assert_selected(name);
	fixture_app_key(&fixture, TK_ENTER);
	snprintf(title, sizeof(title), "1 of 19 processes, command %s ", name);
	assert_line_has(0, title);
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_sample(&fixture);
	assert_selected(name);
}

static void test_no_group_is_taken_for_another(void **state)
{
	(void)state;
	fate.alike = true;
	fixture_app_keys(&fixture, "bb");
	fixture_app_sample(&fixture);
	check_group("BY");
	check_group("Az");
	fixture_app_keys(&fixture, "I");
	check_group("BY");
	check_group("Az");
}

/* The list below keeps its own selection and order. */
static void test_the_list_is_as_it_was(void **state)
{
	(void)state;
	fixture_app_choose(&fixture, 240);
	fixture_app_keys(&fixture, "b");
	fixture_app_key(&fixture, TK_END);
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_keys(&fixture, "<I");
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_ESC);
	assert_selected("240 ada");
	assert_line_has(7, "431 ada");
}

static void test_pss_of_a_group(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "bbP");
	assert_line_has(1, "PSS ? of 0 of 9 so far");
	fixture_app_sample(&fixture);
	assert_line_has(1, "PSS 235M of all 9, touched ");
	assert_line_has(1, "took 9.0ms: tamdemo");
	fixture_app_keys(&fixture, "bb");
	fixture_app_key(&fixture, TK_END);
	fixture_app_keys(&fixture, "P");
	fixture_app_sample(&fixture);
	assert_line_has(1, "PSS ? of 0 of 5 (denied)");
}

/* Sorted by whatever the menu has. */
static void test_groups_are_sorted(void **state)
{
	int i;

	(void)state;
	fixture_app_keys(&fixture, "bb<");
	assert_line_has(2, "RESERVED↓");
	assert_line_has(3, "tamdemo");
	fixture_app_keys(&fixture, "I");
	assert_line_has(2, "RESERVED↑");
	fixture_app_keys(&fixture, "o");
	assert_line_has(0, "sort");
	fixture_app_keys(&fixture, "g");
	fixture_app_key(&fixture, TK_ENTER);
	assert_line_has(2, "GROUP↑");
	for (i = 0; i < 20; i++) {
		fixture_app_keys(&fixture, ">");
		fixture_app_sample(&fixture);
	}
}

static void test_a_map_follows_its_front(void **state)
{
	char *before, *now;
	int i;

	(void)state;
	fixture_app_choose(&fixture, 412);
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_look(&fixture);
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_look(&fixture);
	fixture_app_keys(&fixture, "]");
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "F");
	assert_line_has(0, "following");
	before = fixture_app_line(&fixture, 4);
	for (i = 0; i < 8; i++)
		fixture_app_sample(&fixture);
	now = fixture_app_line(&fixture, 4);
	/* the first row is another one by now, and the front is on screen */
	assert_string_not_equal(before, now);
	assert_line_has(0, "following");
	assert_line_has(2, "new");
	free(before);
	free(now);
	fixture_app_keys(&fixture, "j");
	assert_int_equal(find_line("following"), -1);
	before = fixture_app_line(&fixture, 5);
	for (i = 0; i < 8; i++)
		fixture_app_sample(&fixture);
	now = fixture_app_line(&fixture, 5);
	assert_memory_equal(before, now, 9);
	free(before);
	free(now);
	fixture_app_keys(&fixture, "FF");
	assert_int_equal(find_line("following"), -1);
}

/* At any size, in any state. */
static void test_any_keys(void **state)
{
	static const char keys[] = "t+-*bPFH<>I ";
	static const uint32_t others[] = {
		TK_ENTER, TK_ESC, TK_UP, TK_DOWN, TK_END, TK_HOME, TK_F5,
	};
	struct event event = { .type = EVENT_RESIZE };
	int i;

	(void)state;
	srand(7);
	for (i = 0; i < 4000; i++) {
		event.resize.width = rand() % 140 + 1;
		event.resize.height = rand() % 50 + 1;
		app_event(fixture.app, &event);
		if (rand() % 3)
			fixture_app_key(&fixture, (unsigned char)
					keys[(size_t)rand() %
					     (sizeof(keys) - 1)]);
		else
			fixture_app_key(&fixture,
					others[(size_t)rand() %
					       ARRAY_SIZE(others)]);
		fate.gone = rand() % 3 ? 0 : 410 + rand() % 40;
		fate.anew = rand() % 2 ? 0 : 231 + rand() % 20;
		if (rand() % 2)
			fixture_app_sample(&fixture);
		app_draw(fixture.app);
	}
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

/* The keys that top and htop have for the order, and for a tree. */
static void test_keys_that_fingers_know(void **state)
{
	(void)state;
	press("P");
	assert_heads_have("CPU%\xe2\x86\x93");
	press("M");
	assert_heads_have("TOUCHED\xe2\x86\x93");
	press("R");
	assert_heads_have("TOUCHED\xe2\x86\x91");
	press("V");
	assert_line_has(-1, "t no tree");
	press("V");
	press("Z");
	assert_line_has(0, "PAUSED");
	press("Z");
	press("b>M");
	assert_heads_have("TOUCHED\xe2\x86\x93");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_tree_and_back),
		TEST(test_keys_that_fold),
		TEST(test_all_folded),
		TEST(test_a_reused_pid_in_the_tree),
		TEST(test_who_is_adopted),
		TEST(test_an_orphan_is_asked_for),
		TEST(test_what_is_folded_is_read),
		TEST(test_follow_ends_with_a_move),
		TEST(test_a_followed_one_ends),
		TEST(test_a_followed_one_is_filtered),
		TEST(test_a_followed_one_is_folded),
		TEST(test_a_followed_one_leaves_its_group),
		TEST(test_sums_are_told_where_they_fit),
		TEST(test_a_held_order),
		TEST(test_another_order_is_held),
		TEST(test_groups_and_the_list_of_one),
		TEST(test_who_comes_is_in_a_group),
		TEST(test_a_group_waits_for_numbers),
		TEST(test_groups_tell_what_is_listed),
		TEST(test_back_from_a_group_keeps_the_filter),
		TEST(test_no_group_is_taken_for_another),
		TEST(test_the_list_is_as_it_was),
		TEST(test_pss_of_a_group),
		TEST(test_groups_are_sorted),
		TEST(test_a_map_follows_its_front),
		TEST(test_keys_that_fingers_know),
		TEST(test_any_keys),
	};

	return cmocka_run_group_tests_name("arrange", tests, NULL, NULL);
}
