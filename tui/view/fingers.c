// SPDX-License-Identifier: GPL-2.0
/* The one table of what keys do in htop and in top. */
#include <stdbool.h>
#include <string.h>

#include "base/base.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/fingers.h"

const char *const finger_tools[NR_FINGER_TOOLS] = {
	[FINGER_HTOP] = "htop",
	[FINGER_TOP] = "top",
};

#define HTOP(keys, does, command, instead) \
	{ FINGER_HTOP, keys, does, CMD_##command, instead }
#define TOP(keys, does, command, instead) \
	{ FINGER_TOP, keys, does, CMD_##command, instead }

const struct finger fingers[] = {
	HTOP("Up Alt-k", "selects the process above", UP, NULL),
	HTOP("Down Alt-j", "selects the process below", DOWN, NULL),
	HTOP("Left Alt-h", "scrolls to the left", LEFT, NULL),
	HTOP("Right Alt-l", "scrolls to the right", RIGHT, NULL),
	HTOP("PgUp", "goes a page up", PAGE_UP, NULL),
	HTOP("PgDn", "goes a page down", PAGE_DOWN, NULL),
	HTOP("Home", "goes to the first process", HOME, NULL),
	HTOP("End", "goes to the last process", END, NULL),
	HTOP("Ctrl-A ^", "goes to the start of the line", LEFT, NULL),
	HTOP("Ctrl-E $", "goes to the end of the line", RIGHT, NULL),
	HTOP("0-9", "searches for a pid", SEARCH_PID, NULL),
	HTOP("F1 h ?", "shows help", HELP, NULL),
	HTOP("F2 C S", "opens the setup", COLUMNS, NULL),
	HTOP("F3 /", "searches", SEARCH, NULL),
	HTOP("Shift-F3", "goes to the match before", SEARCH_PREV, NULL),
	HTOP("F4 \\", "filters", FILTER, NULL),
	HTOP("F5 t", "shows a tree", TREE, NULL),
	HTOP("F6 < > , .", "opens the sort menu", SORT_MENU, NULL),
	HTOP("F7 ]", "raises the priority", NONE, "renice(1)"),
	HTOP("F8 [", "lowers the priority", NONE, "renice(1)"),
	HTOP("Shift-F7 }", "raises the priority of an autogroup", NONE, NULL),
	HTOP("Shift-F8 {", "lowers the priority of an autogroup", NONE, NULL),
	HTOP("F9 k", "sends a signal", SIGNAL, NULL),
	HTOP("F10 q", "quits", QUIT, NULL),
	HTOP("Tab Shift-Tab", "shows another tab", NONE, NULL),
	HTOP("Space", "tags a process", NONE, NULL),
	HTOP("c", "tags a process and its children", NONE, NULL),
	HTOP("U", "untags all", NONE, NULL),
	HTOP("s", "traces system calls", NONE, "strace(1)"),
	HTOP("l", "lists open files", NONE, "lsof(8)"),
	HTOP("w", "wraps the command line", RIGHT, NULL),
	HTOP("x", "lists file locks", NONE, "lslocks(8)"),
	HTOP("e", "shows the environment", NONE, NULL),
	HTOP("i", "sets the I/O priority", NONE, "ionice(1)"),
	HTOP("a", "sets the CPU affinity", NONE, "taskset(1)"),
	HTOP("I", "inverts the order", INVERT, NULL),
	HTOP("+ =", "folds or unfolds", UNFOLD, NULL),
	HTOP("-", "folds or unfolds", FOLD, NULL),
	HTOP("*", "folds or unfolds all", FOLD_ALL, NULL),
	HTOP("Backspace", "folds the parent", NONE, NULL),
	HTOP("u", "shows the processes of one user", USERS, NULL),
	HTOP("N", "sorts by pid", SORT_MENU, NULL),
	HTOP("M", "sorts by memory", SORT_MEMORY, NULL),
	HTOP("P", "sorts by CPU%", SORT_CPU, NULL),
	HTOP("T", "sorts by time", SORT_TIME, NULL),
	HTOP("F", "follows the selected process", FOLLOW, NULL),
	HTOP("K", "hides kernel threads", NONE, "none are listed"),
	HTOP("H", "hides threads", NONE, "none are listed"),
	HTOP("p", "shows paths of programs", PATHS, NULL),
	HTOP("Z", "pauses", PAUSE, NULL),
	HTOP("m", "merges name and command line", NONE, NULL),
	HTOP("#", "hides the meters", NONE, NULL),
	HTOP("Ctrl-L", "draws the screen anew", REDRAW, NULL),

	TOP("Enter Space", "takes a sample at once", ONE_SAMPLE, NULL),
	TOP("? h", "shows help", HELP, NULL),
	TOP("=", "lifts all limits", BACK, NULL),
	TOP("0", "hides zeros", NONE, NULL),
	TOP("A", "shows four windows", NONE, NULL),
	TOP("B", "switches bold off", NONE, NULL),
	TOP("d s", "sets the delay", DELAY, NULL),
	TOP("E", "changes the unit of the totals", NONE, NULL),
	TOP("e", "changes the unit of the list", NONE, NULL),
	TOP("g", "goes to another window", NONE, NULL),
	TOP("H", "shows threads", NONE, NULL),
	TOP("I", "divides CPU% by the processors", NONE, NULL),
	TOP("k", "sends a signal", SIGNAL, NULL),
	TOP("q", "quits", QUIT, NULL),
	TOP("r", "renices", NONE, "renice(1)"),
	TOP("W", "saves the settings", SAVE_SETTINGS, NULL),
	TOP("X", "widens columns", NONE, NULL),
	TOP("Y", "shows files and output of commands", NONE, NULL),
	TOP("Z", "changes colours", NONE, "--scheme"),
	TOP("Ctrl-G", "shows control groups", GROUPS, NULL),
	TOP("Ctrl-K", "shows the command line", PATHS, NULL),
	TOP("Ctrl-N", "shows the environment", NONE, NULL),
	TOP("Ctrl-P", "shows namespaces", NONE, "lsns(8)"),
	TOP("Ctrl-U", "shows supplementary groups", NONE, "id(1)"),
	TOP("Ctrl-L", "shows the latest messages", NONE, NULL),
	TOP("Ctrl-R", "renices an autogroup", NONE, NULL),
	TOP("C", "tells how far it is scrolled", NONE, NULL),
	TOP("l", "shows the load average", NONE, "uptime(1)"),
	TOP("t", "shows tasks and processors", NONE, NULL),
	TOP("m", "shows memory another way", NONE, NULL),
	TOP("1 2 3 4 5 !", "shows processors another way", NONE, NULL),
	TOP("b", "switches bold and reverse", NONE, NULL),
	TOP("J", "justifies numbers", NONE, NULL),
	TOP("j", "justifies text", NONE, NULL),
	TOP("x", "marks the column sorted by", NONE, NULL),
	TOP("y", "marks running tasks", NONE, NULL),
	TOP("z", "switches colours", NONE, "--no-color"),
	TOP("c", "shows command lines", PATHS, NULL),
	TOP("F", "keeps the parent in focus", NONE, NULL),
	TOP("f", "chooses columns", COLUMNS, NULL),
	TOP("O o", "filters", FILTER, NULL),
	TOP("Ctrl-O", "tells the filters", NONE, "line 1 does"),
	TOP("S", "adds the time of children", NONE, NULL),
	TOP("U u", "shows the processes of one user", USERS, NULL),
	TOP("V", "shows a tree", TREE, NULL),
	TOP("v", "hides children", FOLD, NULL),
	TOP("Ctrl-E", "changes the unit of times", NONE, NULL),
	TOP("# n", "limits how many are shown", NONE, NULL),
	TOP("i", "hides idle processes", NONE, "filter cpu>0"),
	TOP("<", "sorts by the column to the left", SORT_PREV, NULL),
	TOP(">", "sorts by the column to the right", SORT_NEXT, NULL),
	TOP("R", "inverts the order", INVERT, NULL),
	TOP("M", "sorts by memory", SORT_MEMORY, NULL),
	TOP("N", "sorts by pid", SORT_MENU, NULL),
	TOP("P", "sorts by CPU%", SORT_CPU, NULL),
	TOP("T", "sorts by time", SORT_TIME, NULL),
	TOP("- _", "hides a window", NONE, NULL),
	TOP("+", "resets all windows", NONE, NULL),
	TOP("a w", "goes to the next window", NONE, NULL),
	TOP("G", "names a window", NONE, NULL),
	TOP("Up", "scrolls up", UP, NULL),
	TOP("Down", "scrolls down", DOWN, NULL),
	TOP("Left", "scrolls to the left", LEFT, NULL),
	TOP("Right", "scrolls to the right", RIGHT, NULL),
	TOP("PgUp", "scrolls a page up", PAGE_UP, NULL),
	TOP("PgDn", "scrolls a page down", PAGE_DOWN, NULL),
	TOP("Home", "goes to the first process", HOME, NULL),
	TOP("End", "goes to the last process", END, NULL),
	TOP("L", "searches", SEARCH, NULL),
	TOP("&", "goes to the next match", SEARCH_NEXT, NULL),
};

const size_t fingers_len = ARRAY_SIZE(fingers);

/* Is @name of @len bytes what @key is called there? */
static bool is_called(const char *name, size_t len, uint32_t key)
{
	char buf[KEY_NAME_MAX];
	const char *its = key_name(key, buf);

	return strlen(its) == len && !strncmp(name, its, len);
}

static bool has_key(const struct finger *row, uint32_t key)
{
	const char *name = row->keys;
	bool digit = key >= '0' && key <= '9';
	size_t len;

	for (; *name; name += len) {
		name += strspn(name, " ");
		len = strcspn(name, " ");
		if (is_called(name, len, key) ||
		    (digit && is_called(name, len, TK_DIGITS)))
			return true;
	}
	return false;
}

const struct finger *finger_next(const struct finger *row, uint32_t key)
{
	for (row = row ? row + 1 : fingers; row < fingers + fingers_len; row++)
		if (has_key(row, key))
			return row;
	return NULL;
}
