// SPDX-License-Identifier: GPL-2.0
/* Key W: what is in force by then is in the config, and again at the start. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/save_settings.h"
#include "app_screen.h"
#include "common/clock.h"
#include "fixture_dir.h"

#define NAME "tamtop/config"

static struct fixture_dir dir;
static struct conf conf;

static int set_up(void **state)
{
	(void)state;
	fixture_dir_enter(&dir);
	setenv("XDG_CONFIG_HOME", dir.path, 1);
	setenv("HOME", dir.path, 1);
	conf_open(&conf, false);
	fixture_app_init(&fixture);
	fixture.config.conf = &conf;
	fixture.config.opens_view = true;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	conf_release(&conf);
	unlink(NAME);
	rmdir("tamtop");
	fixture_dir_leave(&dir);
	return 0;
}

static void begin(void)
{
	int i;

	fixture.config.settings = conf.settings;
	fixture_app_start(&fixture, 100, 30);
	for (i = 0; i < 3; i++)
		fixture_app_sample(&fixture);
}

/* As when it is started another time. */
static void begin_anew(void)
{
	fixture_app_stop(&fixture);
	conf_release(&conf);
	conf_open(&conf, false);
	fixture.second = 0;
	begin();
}

static void assert_holds(const char *expected)
{
	char text[512] = "";
	FILE *in = fopen(NAME, "r");

	assert_non_null(in);
	(void)!fread(text, 1, sizeof(text) - 1, in);
	fclose(in);
	assert_string_equal(text, expected);
}

static void put_file(const char *text)
{
	FILE *out;

	mkdir("tamtop", 0700);
	out = fopen(NAME, "w");
	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static void test_what_keys_have_changed(void **state)
{
	(void)state;
	begin();
	press("s0.5\n>Itpv");
	press("W");
	assert_line_has(-1, "saved to ~/" NAME);
	assert_holds("# saved by tamtop\n"
		     "delay = 0.5\n"
		     "sort = percent inverted\n"
		     "tree = yes\n"
		     "paths = yes\n"
		     "letters = yes\n");
	press("W");
	assert_line_has(-1, "nothing to save: ~/" NAME " says the same");
	press("t");
	press("W");
	assert_holds("# saved by tamtop\n"
		     "delay = 0.5\n"
		     "sort = percent inverted\n"
		     "tree = no\n"
		     "paths = yes\n"
		     "letters = yes\n");
}

/* The whole screen is as it was, but for the last line. */
static void test_it_starts_as_it_was(void **state)
{
	char *lines[30];
	char *line;
	int y;

	(void)state;
	begin();
	press("s0.5\n>Itp");
	press("W");
	fixture_app_sample(&fixture);
	for (y = 0; y < 29; y++)
		lines[y] = fixture_app_line(&fixture, y);
	begin_anew();
	fixture_app_sample(&fixture);
	for (y = 0; y < 29; y++) {
		line = fixture_app_line(&fixture, y);
		assert_string_equal(line, lines[y]);
		free(line);
		free(lines[y]);
	}
	assert_int_equal(app_delay_ns(fixture.app), NSEC_PER_SEC / 2);
}

static void test_groups_are_seen_first(void **state)
{
	(void)state;
	begin();
	press("bb");
	press("W");
	assert_holds("# saved by tamtop\nstart = command\n");
	begin_anew();
	assert_line_has(0, "groups by command");
	/* Esc leads to the list; and that can be kept again */
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes");
	press("W");
	assert_holds("# saved by tamtop\nstart = list\n");
}

/* The list of one group has an order of its own. */
static void test_the_list_of_a_group_is_another_one(void **state)
{
	(void)state;
	begin();
	press("b\n");
	press("<<W");
	assert_holds("# saved by tamtop\nstart = user\n");
}

/* What was asked for on the command line was seen instead of it. */
static void test_an_operand_leaves_the_view(void **state)
{
	(void)state;
	put_file("start = user\n");
	conf_release(&conf);
	conf_open(&conf, false);
	fixture.config.opens_view = false;
	begin();
	assert_line_has(0, "19 processes");
	press("tW");
	assert_holds("start = user\n\n# saved by tamtop\ntree = yes\n");
}

/* Deep in a process, and under help, it is the same. */
static void test_it_is_a_key_of_every_view(void **state)
{
	(void)state;
	begin();
	press("Ip");
	fixture_app_choose(&fixture, 412);
	press("\n");
	fixture_app_sample(&fixture);
	press("\n?W");
	assert_holds("# saved by tamtop\nsort = touched inverted\npaths = yes\n");
}

static void test_readonly_writes_nothing(void **state)
{
	(void)state;
	fixture.config.readonly = true;
	begin();
	press("tW");
	assert_line_has(-1, "! no file is written: --readonly was given");
	assert_int_not_equal(access(NAME, F_OK), 0);
}

static void test_no_config_saves_nothing(void **state)
{
	(void)state;
	conf_release(&conf);
	conf_open(&conf, true);
	begin();
	press("tW");
	assert_line_has(-1, "! not saved: --no-config was given");
	fixture_app_stop(&fixture);
	fixture.config.conf = NULL;
	begin();
	press("tW");
	assert_line_has(-1, "! not saved: there is no config file");
	assert_int_not_equal(access(NAME, F_OK), 0);
}

static void test_what_goes_wrong_is_told(void **state)
{
	(void)state;
	begin();
	assert_int_equal(mkdir("tamtop", 0700), 0);
	assert_int_equal(mkdir(NAME, 0700), 0);
	press("tW");
	assert_line_has(-1, "! not saved: ~/" NAME ": it is a directory");
	assert_int_equal(rmdir(NAME), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_keys_have_changed),
		TEST(test_it_starts_as_it_was),
		TEST(test_groups_are_seen_first),
		TEST(test_the_list_of_a_group_is_another_one),
		TEST(test_an_operand_leaves_the_view),
		TEST(test_it_is_a_key_of_every_view),
		TEST(test_readonly_writes_nothing),
		TEST(test_no_config_saves_nothing),
		TEST(test_what_goes_wrong_is_told),
	};

	return cmocka_run_group_tests_name("save_settings", tests, NULL, NULL);
}
