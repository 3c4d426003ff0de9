// SPDX-License-Identifier: GPL-2.0
/* What --help prints. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "usage.h"

#define HELP_X 23		/* where the words behind an option begin */
#define WIDTH 79
#define CODE_MAX 255		/* exit codes are bytes */
#define CODE_TEXT_MAX 256

static const char head[] =
"Usage: tamtop [OPTION]... [PROCESS...]\n"
"       tamtop [OPTION]... -- COMMAND...\n"
"Show memory reserved against memory touched, of every process, live; open\n"
"PROCESS, a pid or a name; or start COMMAND, and follow it.\n"
"\n";

static const char codes_head[] =
"\n"
"Exit status:\n";

static const char foot[] =
"\n"
"Press ? in tamtop for keys and the meaning of the numbers. See tamtop(1).\n";

/* Returns the column behind it. */
static int print_name(const struct option_row *row)
{
	int x = row->letter ? printf("  -%c, ", row->letter) : printf("      ");

	x += printf("--%s", row->name);
	if (row->arg)
		x += printf(" %s", row->arg);
	return x;
}

/* What stands in quotes or brackets is not parted. */
static int word_length(const char *text)
{
	const char *end = NULL;

	if (*text == '\'' || *text == '(')
		end = strchr(text + 1, *text == '(' ? ')' : '\'');
	if (!end)
		end = text;
	return (int)(end - text) + (int)strcspn(end, " ");
}

/* Words from column HELP_X on, with a new line where they reach the edge. */
static void print_words(int x, const char *text)
{
	int len;

	if (x >= HELP_X) {
		putchar('\n');
		x = 0;
	}
	x += printf("%*s", HELP_X - x - 1, "");
	for (; *text; text += len + strspn(text + len, " ")) {
		len = word_length(text);
		if (x + 1 + len > WIDTH)
			x = printf("\n%*s", HELP_X - 1, "") - 1;
		x += printf(" %.*s", len, text);
	}
	putchar('\n');
}

static void print_row(const struct option_row *row)
{
	char names[OPTION_NAMES_MAX] = "", words[OPTION_NAMES_MAX + 128];

	if (row->names)
		row->names(names, ", ");
	snprintf(words, sizeof(words), row->help, names);
	print_words(print_name(row), words);
}

/* What may have happened, of all that ends with @code. */
static void list_statuses(int code, char text[CODE_TEXT_MAX])
{
	int st;

	*text = '\0';
	for (st = 0; st < NR_STATUS; st++)
		if (status_exit_code(st) == code)
			text_append(text, CODE_TEXT_MAX, "%s%s",
				    *text ? ", " : "", status_text(st));
}

static void print_codes(void)
{
	char text[CODE_TEXT_MAX];
	int code;

	fputs(codes_head, stdout);
	for (code = 0; code <= CODE_MAX; code++) {
		list_statuses(code, text);
		if (*text)
			print_words(printf("  %d", code), text);
	}
	print_words(printf("  128+n"), "ended by signal n");
}

void usage_print(const struct option_row *rows, size_t nr)
{
	fputs(head, stdout);
	while (nr--)
		print_row(rows++);
	print_codes();
	fputs(foot, stdout);
}
