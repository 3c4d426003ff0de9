// SPDX-License-Identifier: GPL-2.0
/* Key y: a format is asked for, and the screen of that moment saved. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "fixture.h"
#include "fixture_dir.h"

#define NAME "tamtop-2026-11-26-1"

static struct fixture_app fixture;
static struct fixture_dir dir;

static int set_up(void **state)
{
	(void)state;
	setenv("TZ", "UTC0", 1);
	fixture_app_init(&fixture);
	fixture_dir_enter(&dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture_dir_leave(&dir);
	return 0;
}

static void begin(void)
{
	int i;

	fixture_app_start(&fixture, 80, 24);
	for (i = 0; i < 3; i++)
		fixture_app_sample(&fixture);
}

static void assert_last_line(const char *part)
{
	char *text = fixture_app_line(&fixture, -1);

	if (!strstr(text, part))
		fail_msg("'%s' is not in '%s'", part, text);
	free(text);
}

static char *file_text(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text = calloc(1, 1 << 16);

	assert_non_null(in);
	assert_non_null(text);
	assert_true(fread(text, 1, (1 << 16) - 1, in) > 0);
	fclose(in);
	return text;
}

static void assert_file_has(const char *path, const char *part)
{
	char *text = file_text(path);

	if (!strstr(text, part))
		fail_msg("'%s' is not in %s:\n%s", part, path, text);
	free(text);
}

static void test_each_format_has_its_key(void **state)
{
	(void)state;
	begin();
	fixture_app_key(&fixture, 'y');
	assert_last_line("save: s SVG, h HTML, a ANSI, t text");
	fixture_app_key(&fixture, 's');
	assert_last_line("saved " NAME ".svg");
	assert_file_has(NAME ".svg", "<svg ");
	fixture_app_keys(&fixture, "yh");
	assert_file_has(NAME ".html", "<pre>");
	fixture_app_keys(&fixture, "ya");
	assert_file_has(NAME ".ansi", "\033[0;1mtamtop");
	fixture_app_keys(&fixture, "yt");
	assert_last_line("saved " NAME ".txt");
	assert_file_has(NAME ".txt", "tamtop  19 processes ");
}

static void test_enter_is_svg_and_esc_is_nothing(void **state)
{
	(void)state;
	begin();
	fixture_app_key(&fixture, 'y');
	fixture_app_key(&fixture, TK_ESC);
	assert_int_not_equal(access(NAME ".svg", F_OK), 0);
	assert_last_line("Enter open");
	fixture_app_key(&fixture, 'y');
	fixture_app_key(&fixture, TK_ENTER);
	assert_int_equal(access(NAME ".svg", F_OK), 0);
	fixture_app_keys(&fixture, "ys");
	assert_last_line("saved tamtop-2026-11-26-2.svg");
}

static void test_it_is_the_screen_of_that_moment(void **state)
{
	char *now, *text;

	(void)state;
	begin();
	now = fixture_app_line(&fixture, 2);
	fixture_app_key(&fixture, 'y');
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, 't');
	text = file_text(NAME ".txt");
	assert_non_null(strstr(text, now));
	/* with its last line, and not the question */
	assert_non_null(strstr(text, "\nEnter open"));
	assert_null(strstr(text, "save:"));
	free(now);
	now = fixture_app_line(&fixture, 2);
	assert_null(strstr(text, now));
	free(now);
	free(text);
}

static void test_the_caption_says_what_when_and_where(void **state)
{
	(void)state;
	begin();
	fixture_app_keys(&fixture, "yt");
	assert_file_has(NAME ".txt",
			"\ntamtop  19 processes  2026-11-26 12:00:00 +0000  Linux 6.12.117-tamalloc\n");
	fixture_app_choose(&fixture, 412);
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "yt");
	assert_file_has("tamtop-2026-11-26-2.txt",
			"\ntamtop  412 tamdemo linear --size 1G --ahead 32M  2026-11-26");
	fixture_app_keys(&fixture, "ys");
	assert_file_has(NAME ".svg", "<title>tamtop  412 tamdemo</title>");
}

static void test_a_format_of_the_command_line_is_not_asked(void **state)
{
	(void)state;
	fixture.config.save_as = EXPORT_HTML;
	begin();
	fixture_app_key(&fixture, 'y');
	assert_last_line("saved " NAME ".html");
	assert_file_has(NAME ".html", "<pre>");
}

static void test_it_is_as_the_terminal_shows_it(void **state)
{
	const struct palette ascii = { .ascii = true };

	(void)state;
	begin();
	fixture_app_keys(&fixture, "yt");
	assert_file_has(NAME ".txt", "█");
	app_set_palette(fixture.app, &ascii);
	fixture_app_keys(&fixture, "yt");
	assert_file_has("tamtop-2026-11-26-2.txt", " ##");
}

static void test_readonly_writes_nothing(void **state)
{
	(void)state;
	fixture.config.readonly = true;
	fixture.config.save_as = EXPORT_TEXT;
	begin();
	fixture_app_key(&fixture, 'y');
	assert_last_line("! no file is written: --readonly was given");
	assert_int_not_equal(access(NAME ".txt", F_OK), 0);
}

static void test_what_goes_wrong_is_told(void **state)
{
	(void)state;
	begin();
	assert_int_equal(rmdir(dir.path), 0);
	fixture_app_keys(&fixture, "ys");
	assert_last_line("! not saved: " NAME ".svg: No such file or directory");
	assert_int_equal(mkdir(dir.path, 0700), 0);
}

/* Everywhere it is the same key, over help and the launcher, too. */
static void test_it_is_a_key_of_every_view(void **state)
{
	static const char *const titles[] = { "map of", "time of", "help" };
	static const char *const keys[] = { "\n\n", "T", "?" };
	char path[64];
	size_t i;

	(void)state;
	fixture.config.save_as = EXPORT_TEXT;
	begin();
	fixture_app_choose(&fixture, 412);
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		for (const char *key = keys[i]; *key; key++) {
			fixture_app_key(&fixture, (uint32_t)*key);
			fixture_app_sample(&fixture);
		}
		fixture_app_key(&fixture, 'y');
		snprintf(path, sizeof(path), "tamtop-2026-11-26-%zu.txt",
			 i + 1);
		assert_file_has(path, titles[i]);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_format_has_its_key),
		TEST(test_enter_is_svg_and_esc_is_nothing),
		TEST(test_it_is_the_screen_of_that_moment),
		TEST(test_the_caption_says_what_when_and_where),
		TEST(test_a_format_of_the_command_line_is_not_asked),
		TEST(test_it_is_as_the_terminal_shows_it),
		TEST(test_readonly_writes_nothing),
		TEST(test_what_goes_wrong_is_told),
		TEST(test_it_is_a_key_of_every_view),
	};

	return cmocka_run_group_tests_name("save", tests, NULL, NULL);
}
