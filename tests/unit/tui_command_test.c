// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"
#include "model/command.h"

static const struct line {
	const char *text;
	size_t first, second;
	const char *brief;
} lines[] = {
	{ "/usr/sbin/sshd -D", 14, 2, "sshd -D" },
	{ "tamdemo linear", 7, 6, "tamdemo linear" },
	{ "./build/demo/tamdemo stride --size 8M", 20, 6,
	  "tamdemo stride --size 8M" },
	/* a blank in a path parts nothing */
	{ "/opt/My App/run /etc/x", 15, 6, "run /etc/x" },
	/* what a program says of itself holds slashes, too */
	{ "sshd: ada@pts/0", 15, 0, "sshd: ada@pts/0" },
	{ "nginx: master process /usr/sbin/nginx", 37, 0,
	  "nginx: master process /usr/sbin/nginx" },
	{ "/usr/lib/postgres: writer a/b", 29, 0, "postgres: writer a/b" },
	{ "/opt/chrome/chrome --type=x --dir=/a/b", 38, 0,
	  "chrome --type=x --dir=/a/b" },
	{ "/bin/", 5, 0, "/bin/" },
	{ "-bash", 5, 0, "-bash" },
	/* a script tells more than where it lies */
	{ "/usr/bin/python3.11 /home/ada/lesson.py 1 /a/b", 19, 19,
	  "python3.11 lesson.py 1 /a/b" },
	{ "/bin/sh -c echo /a/b", 7, 2, "sh -c echo /a/b" },
	{ "python3 lesson.py", 7, 9, "python3 lesson.py" },
	{ "cat /etc/passwd", 3, 11, "cat /etc/passwd" },
	{ "bash /a b/run.sh", 4, 11, "bash run.sh" },
	/* cut off within its second argument */
	{ "sh /a/b", 2, 40, "sh /a/b" },
};

static char *brief_of(const struct line *line)
{
	char *script = command_script(line->text, line->first, line->second);

	if (script)
		return script;
	return strdup(line->text + command_name(line->text, line->first));
}

static void names_come_first(void **state)
{
	char *brief;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		brief = brief_of(&lines[i]);
		assert_string_equal(brief, lines[i].brief);
		free(brief);
	}
}

/* The row of redis, the first one below the heads, has @want. */
static void check_line(struct fixture_app *fixture, const char *want)
{
	char *line = fixture_app_line(fixture, 7);

	if (!strstr(line, want))
		fail_msg("no '%s' in '%s'", want, line);
	free(line);
}

static void arrows_move_the_command(void **state)
{
	struct fixture_app fixture;

	(void)state;
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	check_line(&fixture, " tamrun ");
	fixture_app_key(&fixture, TK_RIGHT);
	check_line(&fixture, " edis-server");
	fixture_app_key(&fixture, TK_LEFT);
	check_line(&fixture, " tamrun ");
	/* who opens another view comes back to the beginning */
	fixture_app_key(&fixture, TK_RIGHT);
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_key(&fixture, TK_ESC);
	check_line(&fixture, " tamrun ");
	fixture_app_stop(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_come_first),
		cmocka_unit_test(arrows_move_the_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
