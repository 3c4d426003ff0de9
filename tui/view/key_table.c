// SPDX-License-Identifier: GPL-2.0
/* The one table of keys. */
#include <assert.h>
#include <string.h>

#include "base/base.h"
#include "screen/input.h"
#include "view/key_table.h"

/* Where names can be searched for. */
#define SEARCHED (KEY_AT(LIST) | KEY_AT(PROCESS) | KEY_AT(MAP))
#define MENUS (KEY_AT(SORT) | KEY_AT(COLUMNS) | KEY_AT(SIGNAL) | KEY_AT(USER))
#define SORTED (KEY_AT(LIST) | KEY_AT(GROUPS) | KEY_AT(PROCESS))

#define ARROWS "{up} {down} {left} {right}"
#define LETTERS "{left'} {down'} {up'} {right'}"
#define BESIDE "{sort-left} {sort-right}"
#define MATCHES "{next-match} {previous-match}"
#define ZOOM "{zoom-in} {zoom-out}"
#define STEPS "{step-back} {one-sample}"
#define SPEEDS "{slower} {faster}"

/* Help lists the rows in this order. */
const struct key_row key_table[] = {
	{ KEY_ANYWHERE, "move", CMD_UP, { TK_UP, 'k' },
	  LETTERS " move", ARROWS " look around", ARROWS " or " LETTERS, NULL },
	{ KEY_ANYWHERE, "move", CMD_DOWN, { TK_DOWN, 'j' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_LEFT, { TK_LEFT, 'h' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_RIGHT, { TK_RIGHT, 'l' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_PAGE_UP, { TK_PAGE_UP },
	  "before", NULL,
	  "{page-up} {page-down}  {home} {end} or {home'} {end'}", NULL },
	{ KEY_ANYWHERE, "move", CMD_PAGE_DOWN, { TK_PAGE_DOWN },
	  "more", NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_HOME, { TK_HOME, 'g' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_END, { TK_END, 'G' },
	  NULL, NULL, NULL, NULL },
	{ KEY_AT(LIST), NULL, CMD_ENTER, { TK_ENTER },
	  "open", NULL, NULL, "opens the process" },
	{ KEY_AT(GROUPS), NULL, CMD_ENTER, { TK_ENTER },
	  "list", NULL, "list", "lists its processes" },
	{ KEY_AT(PROCESS) | KEY_AT(TIMELINE), NULL, CMD_ENTER, { TK_ENTER },
	  "map", NULL, NULL, "opens the map" },
	{ KEY_AT(SORT), NULL, CMD_ENTER, { TK_ENTER },
	  "sort", NULL, NULL, "sorts by the selected field" },
	{ KEY_AT(COLUMNS), NULL, CMD_ENTER, { TK_ENTER },
	  "done", NULL, "done", "goes back to the list" },
	/* before what it does anywhere */
	{ KEY_AT(COLUMNS), NULL, CMD_COLUMN_SHOW, { ' ' },
	  "show, hide", NULL, "show, hide", "shows it, or hides it" },
	{ KEY_AT(SIGNAL), NULL, CMD_ENTER, { TK_ENTER },
	  "send", NULL, NULL, "asks, then sends the signal" },
	{ KEY_AT(USER), NULL, CMD_ENTER, { TK_ENTER },
	  "list", NULL, NULL, "lists the user's processes" },
	{ KEY_AT(LAUNCH), NULL, CMD_ENTER, { TK_ENTER },
	  "watch", NULL, "start, see its map",
	  "starts it, and shows its map" },
	{ KEY_ANYWHERE, "go", CMD_ENTER, { TK_ENTER },
	  NULL, NULL, "in", NULL },
	{ KEY_ANYWHERE, "go", CMD_BACK, { TK_ESC, TK_BACKSPACE },
	  "back", NULL, "back", NULL },
	/* before what they do anywhere: one is done with a menu, and goes on */
	{ MENUS, NULL, CMD_LEAVE, { 'q', TK_F10 },
	  NULL, NULL, NULL, "goes back" },
	{ KEY_ANYWHERE, "go", CMD_QUIT, { 'q', TK_F10 },
	  "quit", NULL, "quit", NULL },
	{ KEY_ANYWHERE, "go", CMD_HELP, { '?', TK_F1 },
	  "help", NULL, "help", NULL },
	{ KEY_AT(LIST), NULL, CMD_DEMO, { 'd' },
	  "demo", NULL, "demo", "shows demos to start" },
	{ KEY_AT(LAUNCH), NULL, CMD_START, { 'L' },
	  "start only", NULL, "start, back to the list",
	  "starts it, back to the list" },
	{ KEY_AT(LAUNCH), NULL, CMD_SIZE, { 'z' },
	  "size", NULL, "size", "asks for the size" },
	{ KEY_AT(LAUNCH), NULL, CMD_RATE, { 'r' },
	  "rate", NULL, "rate", "asks for the rate" },
	{ KEY_ANYWHERE, "look", CMD_MARK, { 'm' },
	  "mark", NULL, "mark", NULL },
	{ KEY_ANYWHERE, "look", CMD_LETTERS, { 'v' },
	  "letters", NULL, "letters", NULL },
	{ KEY_ANYWHERE, "look", CMD_SAVE, { 'y' },
	  "save", NULL, "save the screen", NULL },
	{ KEY_ANYWHERE, "look", CMD_SAVE_SETTINGS, { 'W' },
	  "save", NULL, "save the settings", NULL },
	{ KEY_ANYWHERE, "look", CMD_REDRAW, { TK_CTRL_L },
	  NULL, NULL, "draw anew", NULL },
	{ KEY_ANYWHERE, "look", CMD_RECORD, { '!' },
	  "record", "end recording", "record", NULL },
	{ KEY_ANYWHERE, "time", CMD_PAUSE, { ' ', 'Z' },
	  "pause", "go on", "pause", NULL },
	{ KEY_ANYWHERE, "time", CMD_DELAY, { 's' },
	  "delay", NULL, "delay", NULL },
	{ KEY_ANYWHERE, "time", CMD_ONE_SAMPLE, { '.' },
	  "one sample", NULL, "one sample while paused", NULL },
	{ KEY_ANYWHERE, "replay", CMD_STEP_BACK, { ',' },
	  STEPS " step", NULL, STEPS " step back, on", NULL },
	{ KEY_ANYWHERE, "replay", CMD_SLOWER, { '{' },
	  SPEEDS " speed", NULL, SPEEDS " slower, faster", NULL },
	{ KEY_ANYWHERE, "replay", CMD_FASTER, { '}' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "replay", CMD_SEEK, { '@' },
	  "go to", NULL, "go to a time", NULL },
	{ SORTED, NULL, CMD_SORT_MENU, { 'o', TK_F6 },
	  "sort", NULL, "sort menu", "opens the sort menu" },
	{ SORTED, NULL, CMD_SORT_PREV, { '<' },
	  BESIDE " sort", NULL, BESIDE " sort", "sorts by the column beside" },
	{ SORTED, NULL, CMD_SORT_NEXT, { '>' },
	  NULL, NULL, NULL, NULL },
	{ SORTED, NULL, CMD_INVERT, { 'I', 'R' },
	  "invert", NULL, "invert", "inverts the order" },
	{ SORTED, NULL, CMD_SORT_MEMORY, { 'M' },
	  NULL, NULL, "by memory", "sorts by memory" },
	{ KEY_AT(LIST), NULL, CMD_SORT_TIME, { 'T' },
	  NULL, NULL, "by TIME", "sorts by TIME" },
	{ KEY_AT(LIST), NULL, CMD_SORT_CPU, { 'P' },
	  NULL, NULL, "by CPU%", "sorts by CPU%" },
	{ KEY_AT(LIST), NULL, CMD_COLUMNS, { 'c', TK_F2, 'f' },
	  "columns", NULL, "columns", "chooses columns, their order" },
	{ KEY_AT(LIST) | KEY_AT(PROCESS) | KEY_AT(MAP) | KEY_AT(TIMELINE), NULL,
	  CMD_SIGNAL, { 'K', TK_F9 },
	  "signal", NULL, "signal", "sends the process a signal" },
	{ SEARCHED, NULL, CMD_SEARCH, { '/', TK_F3, 'L' },
	  "search", NULL, "search", "searches as one types" },
	{ SEARCHED, NULL, CMD_SEARCH_NEXT, { 'n', '&' },
	  MATCHES " next match", NULL, MATCHES " next match, previous",
	  "goes to the next match" },
	{ SEARCHED, NULL, CMD_SEARCH_PREV, { 'N' },
	  NULL, NULL, NULL, NULL },
	{ KEY_AT(LIST), NULL, CMD_SEARCH_PID, { TK_DIGITS },
	  NULL, NULL, "search for a pid", "searches for a pid" },
	{ KEY_AT(LIST), NULL, CMD_FILTER, { '\\', TK_F4, 'O' },
	  "filter", NULL, "filter", "lists only what matches" },
	{ KEY_AT(LIST), NULL, CMD_USERS, { 'u' },
	  "user", NULL, "user menu", "lists one user's processes" },
	{ KEY_AT(LIST), NULL, CMD_PATHS, { 'p' },
	  "path", "name", "path of commands",
	  "shows paths, or only names" },
	{ KEY_AT(LIST), NULL, CMD_TREE, { 't', TK_F5, 'V' },
	  "tree", "no tree", "tree", "shows a tree: or a list" },
	{ KEY_AT(LIST), NULL, CMD_UNFOLD, { '+' },
	  NULL, NULL, "{unfold} {fold} {fold-all} fold",
	  "unfolds what is below" },
	{ KEY_AT(LIST), NULL, CMD_FOLD, { '-' },
	  "fold", NULL, NULL, "folds what is below: a sum" },
	{ KEY_AT(LIST), NULL, CMD_FOLD_ALL, { '*' },
	  "all", NULL, NULL, "folds all: or unfolds all" },
	{ KEY_AT(LIST), NULL, CMD_GROUPS, { 'b' },
	  "groups", NULL, "groups", "sums up groups of processes" },
	{ KEY_AT(LIST), NULL, CMD_FOLLOW, { 'F' },
	  "follow", NULL, "follow", "follows the selected one" },
	{ KEY_AT(LIST), NULL, CMD_HOLD, { 'H' },
	  "hold", NULL, "hold the order", "holds the rows in place" },
	{ KEY_AT(GROUPS), NULL, CMD_GROUPS, { 'b' },
	  "by other", NULL, "by user, command, cgroup",
	  "groups by what comes next" },
	{ KEY_AT(GROUPS), NULL, CMD_PSS, { 'P' },
	  "PSS", NULL, "PSS of a group", "sums up PSS of the group" },
	{ KEY_AT(PROCESS), NULL, CMD_KIND_NEXT, { 'f' },
	  "kind", NULL, "{next-kind} {previous-kind} kind",
	  "shows one kind of mappings" },
	{ KEY_AT(PROCESS), NULL, CMD_KIND_PREV, { 'F' },
	  NULL, NULL, NULL, NULL },
	{ KEY_AT(PROCESS), NULL, CMD_PANE, { TK_TAB },
	  "pane", "table", "its map",
	  "goes to the map below, back" },
	{ KEY_AT(PROCESS), NULL, CMD_PSS, { 'P' },
	  "PSS", NULL, "PSS, USS", "sums up PSS and USS, once" },
	{ KEY_AT(PROCESS), NULL, CMD_TIMELINE, { 'T' },
	  "timeline", NULL, "timeline", "opens the timeline" },
	{ KEY_AT(PROCESS), NULL, CMD_ALL, { 'a' },
	  "whole map", NULL, "map of all mappings",
	  "maps all mappings" },
	{ KEY_AT(MAP) | KEY_AT(TIMELINE), NULL, CMD_ZOOM_IN, { '+', '=' },
	  ZOOM " zoom", NULL, ZOOM " zoom",
	  "zooms: {zoom-in} in, {zoom-out} out" },
	{ KEY_AT(MAP) | KEY_AT(TIMELINE), NULL, CMD_ZOOM_OUT, { '-' },
	  NULL, NULL, NULL, NULL },
	{ KEY_AT(MAP) | KEY_AT(TIMELINE), NULL, CMD_ZOOM_WHOLE, { '[' },
	  "whole", NULL, "{zoom-whole} whole  {zoom-page} page",
	  "zooms out to all" },
	{ KEY_AT(MAP) | KEY_AT(TIMELINE), NULL, CMD_ZOOM_PAGE, { ']' },
	  "page by page", NULL, NULL, "zooms in to pages" },
	{ KEY_AT(MAP), NULL, CMD_ZOOM, { 'z' },
	  NULL, NULL, "40{zoom}: 40 pages a cell",
	  "zooms to a number typed: 40{zoom}" },
	{ KEY_AT(MAP), NULL, CMD_NEXT_CHANGE, { 'e' },
	  "next change", NULL, "next change",
	  "goes to the next change" },
	{ KEY_AT(MAP), NULL, CMD_FOLLOW, { 'F' },
	  "follow", NULL, "follow changes",
	  "follows what is touched anew" },
	{ KEY_AT(MAP), NULL, CMD_TIMELINE, { 'T' },
	  "timeline", NULL, "timeline", "opens the timeline" },
	{ KEY_AT(MAP), NULL, CMD_ALL, { 'a' },
	  "all mappings", NULL, "all mappings, or only one",
	  "maps all mappings, or one" },
	{ KEY_AT(TIMELINE), NULL, CMD_NEW_ONLY, { 'i' },
	  "new only", "all cells", "new only", "shows only what is new" },
	{ KEY_AT(COLUMNS), NULL, CMD_COLUMN_LEFT, { '<', TK_F7 },
	  "{column-left} {column-right} move", NULL,
	  "{column-left} {column-right} move", "moves it to the left" },
	{ KEY_AT(COLUMNS), NULL, CMD_COLUMN_RIGHT, { '>', TK_F8 },
	  NULL, NULL, NULL, "moves it to the right" },
	{ KEY_AT(COLUMNS), NULL, CMD_COLUMNS_FIT, { '=' },
	  "auto", NULL, "auto: what fits", "shows what fits, by itself" },
};

const size_t key_table_len = ARRAY_SIZE(key_table);
static_assert(ARRAY_SIZE(key_table) <= KEY_ROWS_MAX, "a keymap has that many");

const char *const command_names[NR_COMMANDS] = {
	[CMD_NONE] = "none",
	[CMD_QUIT] = "quit",
	[CMD_HELP] = "help",
	[CMD_BACK] = "back",
	[CMD_LEAVE] = "leave",
	[CMD_UP] = "up",
	[CMD_DOWN] = "down",
	[CMD_PAGE_UP] = "page-up",
	[CMD_PAGE_DOWN] = "page-down",
	[CMD_HOME] = "home",
	[CMD_END] = "end",
	[CMD_SORT_PREV] = "sort-left",
	[CMD_SORT_NEXT] = "sort-right",
	[CMD_INVERT] = "invert",
	[CMD_SORT_MENU] = "sort",
	[CMD_SORT_MEMORY] = "sort-memory",
	[CMD_SORT_CPU] = "sort-cpu",
	[CMD_SORT_TIME] = "sort-time",
	[CMD_PAUSE] = "pause",
	[CMD_ONE_SAMPLE] = "one-sample",
	[CMD_STEP_BACK] = "step-back",
	[CMD_SLOWER] = "slower",
	[CMD_FASTER] = "faster",
	[CMD_SEEK] = "go-to",
	[CMD_DELAY] = "delay",
	[CMD_ENTER] = "open",
	[CMD_LEFT] = "left",
	[CMD_RIGHT] = "right",
	[CMD_ZOOM_IN] = "zoom-in",
	[CMD_ZOOM_OUT] = "zoom-out",
	[CMD_ZOOM_WHOLE] = "zoom-whole",
	[CMD_ZOOM_PAGE] = "zoom-page",
	[CMD_ZOOM] = "zoom",
	[CMD_NEXT_CHANGE] = "next-change",
	[CMD_NEW_ONLY] = "new-only",
	[CMD_TIMELINE] = "timeline",
	[CMD_ALL] = "all-mappings",
	[CMD_KIND_NEXT] = "next-kind",
	[CMD_KIND_PREV] = "previous-kind",
	[CMD_PSS] = "pss",
	[CMD_PANE] = "pane",
	[CMD_SIGNAL] = "signal",
	[CMD_DEMO] = "demo",
	[CMD_START] = "start",
	[CMD_SIZE] = "size",
	[CMD_RATE] = "rate",
	[CMD_MARK] = "mark",
	[CMD_LETTERS] = "letters",
	[CMD_SAVE] = "save",
	[CMD_SAVE_SETTINGS] = "save-settings",
	[CMD_RECORD] = "record",
	[CMD_SEARCH] = "search",
	[CMD_SEARCH_NEXT] = "next-match",
	[CMD_SEARCH_PREV] = "previous-match",
	[CMD_SEARCH_PID] = "search-pid",
	[CMD_FILTER] = "filter",
	[CMD_USERS] = "user",
	[CMD_REDRAW] = "redraw",
	[CMD_PATHS] = "path",
	[CMD_TREE] = "tree",
	[CMD_FOLD] = "fold",
	[CMD_UNFOLD] = "unfold",
	[CMD_FOLD_ALL] = "fold-all",
	[CMD_GROUPS] = "groups",
	[CMD_FOLLOW] = "follow",
	[CMD_HOLD] = "hold",
	[CMD_COLUMNS] = "columns",
	[CMD_COLUMN_SHOW] = "column-show",
	[CMD_COLUMN_LEFT] = "column-left",
	[CMD_COLUMN_RIGHT] = "column-right",
	[CMD_COLUMNS_FIT] = "columns-fit",
};

enum command command_by_name(const char *name)
{
	int command;

	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++)
		if (command_names[command] &&
		    !strcmp(command_names[command], name))
			return (enum command)command;
	return CMD_NONE;
}

unsigned int command_places(enum command command)
{
	const struct key_row *row = key_table;
	unsigned int places = 0;

	for (; row < key_table + key_table_len; row++)
		if (row->command == command)
			places |= row->places;
	return places;
}

bool command_is_live(enum command command)
{
	switch (command) {
	case CMD_DEMO:
	case CMD_START:
	case CMD_SIZE:
	case CMD_RATE:
	case CMD_SIGNAL:
	case CMD_RECORD:
	case CMD_DELAY:
	/* told with the way back */
	case CMD_ONE_SAMPLE:
		return true;
	default:
		return false;
	}
}

bool key_row_is_live(const struct key_row *row)
{
	return command_is_live(row->command) ||
	       !(row->places & ~(KEY_AT(LAUNCH) | KEY_AT(SIGNAL)));
}
