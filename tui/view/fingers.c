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

#define HTOP(keys, does, command, ...) \
	{ FINGER_HTOP, keys, does, CMD_##command, __VA_ARGS__ }
#define TOP(keys, does, command, ...) \
	{ FINGER_TOP, keys, does, CMD_##command, __VA_ARGS__ }

const struct finger fingers[] = {
	HTOP("Up Alt-k", "selects the process above", UP, NULL, NULL),
	HTOP("Down Alt-j", "selects the process below", DOWN, NULL, NULL),
	HTOP("Left Alt-h", "scrolls to the left", LEFT, NULL, NULL),
	HTOP("Right Alt-l", "scrolls to the right", RIGHT, NULL, NULL),
	HTOP("PgUp", "goes a page up", PAGE_UP, NULL, NULL),
	HTOP("PgDn", "goes a page down", PAGE_DOWN, NULL, NULL),
	HTOP("Home", "goes to the first process", HOME, NULL, NULL),
	HTOP("End", "goes to the last process", END, NULL, NULL),
	HTOP("Ctrl-A ^", "goes to the start of the line", LEFT, NULL, NULL),
	HTOP("Ctrl-E $", "goes to the end of the line", RIGHT, NULL, NULL),
	HTOP("0-9", "searches for a pid", SEARCH_PID, NULL, NULL),
	HTOP("F1 h ?", "shows help", HELP, NULL, "h moves left"),
	HTOP("F2 C S", "opens the setup", COLUMNS, NULL, NULL),
	HTOP("F3 /", "searches", SEARCH, NULL, NULL),
	HTOP("Shift-F3", "goes to the match before", SEARCH_PREV, NULL, NULL),
	HTOP("F4 \\", "filters", FILTER, NULL, NULL),
	HTOP("F5 t", "shows a tree", TREE, NULL, NULL),
	HTOP("F6 < > , .", "opens the sort menu", SORT_MENU, NULL,
	     "< > sort by the column beside, . takes one sample"),
	HTOP("F7 ]", "raises the priority", NONE, "renice(1)", NULL),
	HTOP("F8 [", "lowers the priority", NONE, "renice(1)", NULL),
	HTOP("Shift-F7 }", "raises the priority of an autogroup", NONE, NULL,
	     NULL),
	HTOP("Shift-F8 {", "lowers the priority of an autogroup", NONE, NULL,
	     NULL),
	HTOP("F9 k", "sends a signal", SIGNAL, NULL, "k moves up"),
	HTOP("F10 q", "quits", QUIT, NULL, NULL),
	HTOP("Tab Shift-Tab", "shows another tab", NONE, NULL, NULL),
	HTOP("Space", "tags a process", NONE, NULL, "Space pauses"),
	HTOP("c", "tags a process and its children", NONE, NULL,
	     "c chooses columns"),
	HTOP("U", "untags all", NONE, NULL, NULL),
	HTOP("s", "traces system calls", NONE, "strace(1)",
	     "s sets the delay"),
	HTOP("l", "lists open files", NONE, "lsof(8)", "l moves right"),
	HTOP("w", "wraps the command line", RIGHT, NULL, NULL),
	HTOP("x", "lists file locks", NONE, "lslocks(8)", NULL),
	HTOP("e", "shows the environment", NONE, NULL, NULL),
	HTOP("i", "sets the I/O priority", NONE, "ionice(1)", NULL),
	HTOP("a", "sets the CPU affinity", NONE, "taskset(1)", NULL),
	HTOP("I", "inverts the order", INVERT, NULL, NULL),
	HTOP("+ =", "folds or unfolds", UNFOLD, NULL, NULL),
	HTOP("-", "folds or unfolds", FOLD, NULL, NULL),
	HTOP("*", "folds or unfolds all", FOLD_ALL, NULL, NULL),
	HTOP("Backspace", "folds the parent", NONE, NULL,
	     "Backspace goes back"),
	HTOP("u", "shows the processes of one user", USERS, NULL, NULL),
	HTOP("N", "sorts by pid", SORT_MENU, NULL,
	     "N goes to the match before"),
	HTOP("M", "sorts by memory", SORT_MEMORY, NULL, NULL),
	HTOP("P", "sorts by CPU%", SORT_CPU, NULL, NULL),
	HTOP("T", "sorts by time", SORT_TIME, NULL, NULL),
	HTOP("F", "follows the selected process", FOLLOW, NULL, NULL),
	HTOP("K", "hides kernel threads", NONE, "none are listed",
	     "K sends a signal"),
	HTOP("H", "hides threads", NONE, "none are listed",
	     "H holds the order"),
	HTOP("p", "shows paths of programs", PATHS, NULL, NULL),
	HTOP("Z", "pauses", PAUSE, NULL, NULL),
	HTOP("m", "merges name and command line", NONE, NULL,
	     "m marks this moment"),
	HTOP("#", "hides the meters", NONE, NULL, NULL),
	HTOP("Ctrl-L", "draws the screen anew", REDRAW, NULL, NULL),

	TOP("Enter Space", "takes a sample at once", ONE_SAMPLE, NULL,
	    "Enter opens the process, Space pauses"),
	TOP("? h", "shows help", HELP, NULL, "h moves left"),
	TOP("=", "lifts all limits", BACK, NULL, NULL),
	TOP("0", "hides zeros", NONE, NULL, "0 searches for a pid"),
	TOP("A", "shows four windows", NONE, NULL, NULL),
	TOP("B", "switches bold off", NONE, NULL, NULL),
	TOP("d s", "sets the delay", DELAY, NULL, "d shows demos to start"),
	TOP("E", "changes the unit of the totals", NONE, NULL, NULL),
	TOP("e", "changes the unit of the list", NONE, NULL, NULL),
	TOP("g", "goes to another window", NONE, NULL,
	    "g goes to the first process"),
	TOP("H", "shows threads", NONE, NULL, "H holds the order"),
	TOP("I", "divides CPU% by the processors", NONE, NULL,
	    "I inverts the order"),
	TOP("k", "sends a signal", SIGNAL, NULL, "k moves up"),
	TOP("q", "quits", QUIT, NULL, NULL),
	TOP("r", "renices", NONE, "renice(1)", NULL),
	TOP("W", "saves the settings", SAVE_SETTINGS, NULL, NULL),
	TOP("X", "widens columns", NONE, NULL, NULL),
	TOP("Y", "shows files and output of commands", NONE, NULL, NULL),
	TOP("Z", "changes colours", NONE, "--scheme", "Z pauses"),
	TOP("Ctrl-G", "shows control groups", GROUPS, NULL, NULL),
	TOP("Ctrl-K", "shows the command line", PATHS, NULL, NULL),
	TOP("Ctrl-N", "shows the environment", NONE, NULL, NULL),
	TOP("Ctrl-P", "shows namespaces", NONE, "lsns(8)", NULL),
	TOP("Ctrl-U", "shows supplementary groups", NONE, "id(1)", NULL),
	TOP("Ctrl-L", "shows the latest messages", NONE, NULL,
	    "Ctrl-L draws the screen anew"),
	TOP("Ctrl-R", "renices an autogroup", NONE, NULL, NULL),
	TOP("C", "tells how far it is scrolled", NONE, NULL, NULL),
	TOP("l", "shows the load average", NONE, "uptime(1)", "l moves right"),
	TOP("t", "shows tasks and processors", NONE, NULL, "t shows a tree"),
	TOP("m", "shows memory another way", NONE, NULL,
	    "m marks this moment"),
	TOP("1 2 3 4 5 !", "shows processors another way", NONE, NULL,
	    "1 2 3 4 5 search for a pid"),
	TOP("b", "switches bold and reverse", NONE, NULL,
	    "b sums up groups"),
	TOP("J", "justifies numbers", NONE, NULL, NULL),
	TOP("j", "justifies text", NONE, NULL, "j moves down"),
	TOP("x", "marks the column sorted by", NONE, NULL, NULL),
	TOP("y", "marks running tasks", NONE, NULL, "y saves the screen"),
	TOP("z", "switches colours", NONE, "--no-color", NULL),
	TOP("c", "shows command lines", PATHS, NULL, "c chooses columns"),
	TOP("F", "keeps the parent in focus", NONE, NULL,
	    "F follows the selected process"),
	TOP("f", "chooses columns", COLUMNS, NULL, NULL),
	TOP("O o", "filters", FILTER, NULL, "o opens the sort menu"),
	TOP("Ctrl-O", "tells the filters", NONE, "line 1 does", NULL),
	TOP("S", "adds the time of children", NONE, NULL, NULL),
	TOP("U u", "shows the processes of one user", USERS, NULL, NULL),
	TOP("V", "shows a tree", TREE, NULL, NULL),
	TOP("v", "hides children", FOLD, NULL, "v tells states by letters"),
	TOP("Ctrl-E", "changes the unit of times", NONE, NULL, NULL),
	TOP("# n", "limits how many are shown", NONE, NULL,
	    "n goes to the next match"),
	TOP("i", "hides idle processes", NONE, "filter cpu>0", NULL),
	TOP("<", "sorts by the column to the left", SORT_PREV, NULL, NULL),
	TOP(">", "sorts by the column to the right", SORT_NEXT, NULL, NULL),
	TOP("R", "inverts the order", INVERT, NULL, NULL),
	TOP("M", "sorts by memory", SORT_MEMORY, NULL, NULL),
	TOP("N", "sorts by pid", SORT_MENU, NULL,
	    "N goes to the match before"),
	TOP("P", "sorts by CPU%", SORT_CPU, NULL, NULL),
	TOP("T", "sorts by time", SORT_TIME, NULL, NULL),
	TOP("- _", "hides a window", NONE, NULL, "- folds"),
	TOP("+", "resets all windows", NONE, NULL, "+ unfolds"),
	TOP("a w", "goes to the next window", NONE, NULL, NULL),
	TOP("G", "names a window", NONE, NULL, "G goes to the last process"),
	TOP("Up", "scrolls up", UP, NULL, NULL),
	TOP("Down", "scrolls down", DOWN, NULL, NULL),
	TOP("Left", "scrolls to the left", LEFT, NULL, NULL),
	TOP("Right", "scrolls to the right", RIGHT, NULL, NULL),
	TOP("PgUp", "scrolls a page up", PAGE_UP, NULL, NULL),
	TOP("PgDn", "scrolls a page down", PAGE_DOWN, NULL, NULL),
	TOP("Home", "goes to the first process", HOME, NULL, NULL),
	TOP("End", "goes to the last process", END, NULL, NULL),
	TOP("L", "searches", SEARCH, NULL, NULL),
	TOP("&", "goes to the next match", SEARCH_NEXT, NULL, NULL),
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
