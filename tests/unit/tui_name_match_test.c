// SPDX-License-Identifier: GPL-2.0
/* Who is meant by a name: a table. */
#include <string.h>

#include "check.h"
#include "model/name_match.h"

static const struct {
	const char *name;
	struct called called;
	enum name_match match;
} table[] = {
	/* by comm, or by the program without its folders */
	{ "redis-server", { "redis-server", NULL, 0 }, NAME_WHOLE },
	{ "redis-server", { "main", "/usr/bin/redis-server *:6379", 21 },
	  NAME_WHOLE },
	{ "/usr/bin/redis-server",
	  { "redis-server", "/usr/bin/redis-server *:6379", 21 }, NAME_WHOLE },
	{ "main", { "main", "/usr/bin/redis-server *:6379", 21 }, NAME_WHOLE },
	/* longer than a comm */
	{ "gnome-terminal-server",
	  { "gnome-terminal-", "/usr/libexec/gnome-terminal-server", 34 },
	  NAME_WHOLE },
	/* blanks in a program's path are no end of it */
	{ "b c", { "b c", "/a d/b c --x", 8 }, NAME_WHOLE },
	{ "b c", { "x", "/a d/b c --x", 8 }, NAME_WHOLE },
	{ "bash", { "x", "-bash", 5 }, NAME_WHOLE },
	{ "sshd", { "x", "sshd: ada@pts/0", 15 }, NAME_WHOLE },
	{ "kswapd0", { "kswapd0", NULL, 0 }, NAME_WHOLE },
	/* nobody knows where the program ends */
	{ "a", { "x", "/bin/a b", 0 }, NAME_WHOLE },

	/* in the command line, capitals or not */
	{ "redis", { "redis-server", "/usr/bin/redis-server *:6379", 21 },
	  NAME_PART },
	{ "6379", { "redis-server", "/usr/bin/redis-server *:6379", 21 },
	  NAME_PART },
	{ "LESSON", { "python3", "python3 lesson.py", 7 }, NAME_PART },
	{ "Bash", { "bash", "bash", 4 }, NAME_PART },
	{ "swap", { "kswapd0", NULL, 0 }, NAME_PART },
	{ "server/x", { "a", "/server/x/a", 11 }, NAME_PART },

	/* the comm is no part of a command line */
	{ "serv", { "server", "other", 5 }, NAME_NONE },
	{ "lesson.pyc", { "python3", "python3 lesson.py", 7 }, NAME_NONE },
	{ "", { "bash", "bash", 4 }, NAME_NONE },
	{ "", { "", "", 0 }, NAME_NONE },
	{ "/", { "bash", "bash", 4 }, NAME_NONE },
	/* what a regular expression would find */
	{ "b.sh", { "bash", "bash", 4 }, NAME_NONE },
};

static void test_the_table(void **state)
{
	enum name_match match;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		match = name_match(table[i].name, &table[i].called);
		if (match != table[i].match)
			fail_msg("'%s' against %s, '%s': %d", table[i].name,
				 table[i].called.comm,
				 table[i].called.command ?
					 table[i].called.command :
					 "",
				 (int)match);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_table),
	};

	return cmocka_run_group_tests_name("name match", tests, NULL, NULL);
}
