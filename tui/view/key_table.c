// SPDX-License-Identifier: GPL-2.0
/* The one table of keys. */
#include "base/base.h"
#include "screen/input.h"
#include "view/key_table.h"

/* Where names can be searched for. */
#define SEARCHED (KEY_AT(LIST) | KEY_AT(PROCESS) | KEY_AT(MAP))
#define SORTED (KEY_AT(LIST) | KEY_AT(GROUPS) | KEY_AT(PROCESS))

/* Help lists the rows in this order. */
const struct key_row key_table[] = {
	{ KEY_ANYWHERE, "move", CMD_UP, { TK_UP, 'k' },
	  "hjkl move", "arrows look around", "arrows or hjkl", NULL },
	{ KEY_ANYWHERE, "move", CMD_DOWN, { TK_DOWN, 'j' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_LEFT, { TK_LEFT, 'h' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_RIGHT, { TK_RIGHT, 'l' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_PAGE_UP, { TK_PAGE_UP },
	  "PgUp before", NULL, "PgUp PgDn  Home End or g G", NULL },
	{ KEY_ANYWHERE, "move", CMD_PAGE_DOWN, { TK_PAGE_DOWN },
	  "PgDn more", NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_HOME, { TK_HOME, 'g' },
	  NULL, NULL, NULL, NULL },
	{ KEY_ANYWHERE, "move", CMD_END, { TK_END, 'G' },
	  NULL, NULL, NULL, NULL },
	{ KEY_AT(LIST), NULL, CMD_ENTER, { TK_ENTER },
	  "Enter open", NULL, NULL, "opens the process" },
	{ KEY_AT(GROUPS), NULL, CMD_ENTER, { TK_ENTER },
	  "Enter list", NULL, "Enter list", "lists its processes" },
	{ KEY_AT(PROCESS) | KEY_AT(TIMELINE), NULL, CMD_ENTER, { TK_ENTER },
	  "Enter map", NULL, NULL, "opens the map" },
	{ KEY_AT(SORT), NULL, CMD_ENTER, { TK_ENTER },
	  "Enter sort", NULL, NULL, "sorts by the selected field" },
	{ KEY_AT(COLUMNS), NULL, CMD_ENTER, { TK_ENTER },
	  "Enter show, hide", NULL, "Enter show, hide",
	  "shows it, or hides it" },
	/* before what it does anywhere */
	{ KEY_AT(COLUMNS), NULL, CMD_ENTER, { ' ' },
	  NULL, NULL, NULL, "the same" },
	{ KEY_AT(SIGNAL), NULL, CMD_ENTER, { TK_ENTER },
	  "Enter send", NULL, NULL, "asks, then sends the signal" },
	{ KEY_AT(USER), NULL, CMD_ENTER, { TK_ENTER },
	  "Enter list", NULL, NULL, "lists the user's processes" },
	{ KEY_AT(LAUNCH), NULL, CMD_ENTER, { TK_ENTER },
	  "Enter watch", NULL, "Enter start, see its map",
	  "starts it, and shows its map" },
	{ KEY_ANYWHERE, "go", CMD_ENTER, { TK_ENTER },
	  NULL, NULL, "Enter in", NULL },
	{ KEY_ANYWHERE, "go", CMD_BACK, { TK_ESC, TK_BACKSPACE },
	  "Esc back", NULL, "Esc back", NULL },
	{ KEY_ANYWHERE, "go", CMD_QUIT, { 'q', TK_F10 },
	  "q quit", NULL, "q quit", NULL },
	{ KEY_ANYWHERE, "go", CMD_HELP, { '?', TK_F1 },
	  "? help", NULL, "? help", NULL },
	{ KEY_AT(LIST), NULL, CMD_DEMO, { 'd' },
	  "d demo", NULL, "d demo", "shows demos to start" },
	{ KEY_AT(LAUNCH), NULL, CMD_START, { 'L' },
	  "L start only", NULL, "L start, back to the list",
	  "starts it, back to the list" },
	{ KEY_AT(LAUNCH), NULL, CMD_SIZE, { 'z' },
	  "z size", NULL, "z size", "asks for the size" },
	{ KEY_AT(LAUNCH), NULL, CMD_RATE, { 'r' },
	  "r rate", NULL, "r rate", "asks for the rate" },
	{ KEY_ANYWHERE, "look", CMD_MARK, { 'm' },
	  "m mark", NULL, "m mark", NULL },
	{ KEY_ANYWHERE, "look", CMD_LETTERS, { 'v' },
	  "v letters", NULL, "v letters", NULL },
	{ KEY_ANYWHERE, "look", CMD_SAVE, { 'y' },
	  "y save", NULL, "y save the screen", NULL },
	{ KEY_ANYWHERE, "look", CMD_REDRAW, { TK_CTRL_L },
	  NULL, NULL, "Ctrl-L draw anew", NULL },
	{ KEY_ANYWHERE, "time", CMD_PAUSE, { ' ' },
	  "Space pause", "Space go on", "Space pause", NULL },
	{ KEY_ANYWHERE, "time", CMD_DELAY, { 's' },
	  "s delay", NULL, "s delay", NULL },
	{ KEY_ANYWHERE, "time", CMD_ONE_SAMPLE, { '.' },
	  ". one sample", NULL, ". one sample while paused", NULL },
	{ SORTED, NULL, CMD_SORT_MENU, { 'o', TK_F6 },
	  "o sort", NULL, "o sort menu", "opens the sort menu" },
	{ SORTED, NULL, CMD_SORT_PREV, { '<' },
	  "< > sort", NULL, "< > sort", "sorts by the column beside" },
	{ SORTED, NULL, CMD_SORT_NEXT, { '>' },
	  NULL, NULL, NULL, NULL },
	{ SORTED, NULL, CMD_INVERT, { 'I' },
	  "I invert", NULL, "I invert", "inverts the order" },
	{ KEY_AT(LIST), NULL, CMD_COLUMNS, { 'c', TK_F2 },
	  "c columns", NULL, "c columns", "chooses columns, their order" },
	{ KEY_AT(LIST) | KEY_AT(PROCESS) | KEY_AT(MAP) | KEY_AT(TIMELINE), NULL,
	  CMD_SIGNAL, { 'K', TK_F9 },
	  "K signal", NULL, "K signal", "sends the process a signal" },
	{ SEARCHED, NULL, CMD_SEARCH, { '/', TK_F3 },
	  "/ search", NULL, "/ search", "searches as one types" },
	{ SEARCHED, NULL, CMD_SEARCH_NEXT, { 'n' },
	  "n N next match", NULL, "n N next match, previous",
	  "goes to the next match" },
	{ SEARCHED, NULL, CMD_SEARCH_PREV, { 'N' },
	  NULL, NULL, NULL, NULL },
	{ KEY_AT(LIST), NULL, CMD_FILTER, { '\\', TK_F4 },
	  "\\ filter", NULL, "\\ filter", "lists only what matches" },
	{ KEY_AT(LIST), NULL, CMD_USERS, { 'u' },
	  "u user", NULL, "u user menu", "lists one user's processes" },
	{ KEY_AT(LIST), NULL, CMD_PATHS, { 'p' },
	  "p path", "p name", "p path of commands",
	  "shows paths, or only names" },
	{ KEY_AT(LIST), NULL, CMD_TREE, { 't', TK_F5 },
	  "t tree", "t no tree", "t tree", "shows a tree: or a list" },
	{ KEY_AT(LIST), NULL, CMD_UNFOLD, { '+' },
	  NULL, NULL, "+ - * fold", "unfolds what is below" },
	{ KEY_AT(LIST), NULL, CMD_FOLD, { '-' },
	  "- fold", NULL, NULL, "folds what is below: a sum" },
	{ KEY_AT(LIST), NULL, CMD_FOLD_ALL, { '*' },
	  "* all", NULL, NULL, "folds all: or unfolds all" },
	{ KEY_AT(LIST), NULL, CMD_GROUPS, { 'b' },
	  "b groups", NULL, "b groups", "sums up groups of processes" },
	{ KEY_AT(LIST), NULL, CMD_FOLLOW, { 'F' },
	  "F follow", NULL, "F follow", "follows the selected one" },
	{ KEY_AT(LIST), NULL, CMD_HOLD, { 'H' },
	  "H hold", NULL, "H hold the order", "holds the rows in place" },
	{ KEY_AT(GROUPS), NULL, CMD_GROUPS, { 'b' },
	  "b by other", NULL, "b by user, command, cgroup",
	  "groups by what comes next" },
	{ KEY_AT(GROUPS), NULL, CMD_PSS, { 'P' },
	  "P PSS", NULL, "P PSS of a group", "sums up PSS of the group" },
	{ KEY_AT(PROCESS), NULL, CMD_KIND_NEXT, { 'f' },
	  "f kind", NULL, "f F kind", "shows one kind of mappings" },
	{ KEY_AT(PROCESS), NULL, CMD_KIND_PREV, { 'F' },
	  NULL, NULL, NULL, NULL },
	{ KEY_AT(PROCESS), NULL, CMD_PANE, { TK_TAB },
	  "Tab pane", "Tab table", "Tab its map",
	  "goes to the map below, back" },
	{ KEY_AT(PROCESS), NULL, CMD_PSS, { 'P' },
	  "P PSS", NULL, "P PSS, USS", "sums up PSS and USS, once" },
	{ KEY_AT(PROCESS), NULL, CMD_TIMELINE, { 'T' },
	  "T timeline", NULL, "T timeline", "opens the timeline" },
	{ KEY_AT(PROCESS), NULL, CMD_ALL, { 'a' },
	  "a whole map", NULL, "a map of all mappings",
	  "maps all mappings" },
	{ KEY_AT(MAP) | KEY_AT(TIMELINE), NULL, CMD_ZOOM_IN, { '+', '=' },
	  "+ - zoom", NULL, "+ - zoom", "zooms: + in, - out" },
	{ KEY_AT(MAP) | KEY_AT(TIMELINE), NULL, CMD_ZOOM_OUT, { '-' },
	  NULL, NULL, NULL, NULL },
	{ KEY_AT(MAP) | KEY_AT(TIMELINE), NULL, CMD_ZOOM_WHOLE, { '[' },
	  "[ whole", NULL, "[ whole  ] page", "zooms out to all" },
	{ KEY_AT(MAP) | KEY_AT(TIMELINE), NULL, CMD_ZOOM_PAGE, { ']' },
	  "] page by page", NULL, NULL, "zooms in to pages" },
	{ KEY_AT(MAP), NULL, CMD_ZOOM, { 'z' },
	  NULL, NULL, "40z: 40 pages a cell", "zooms to a number typed: 40z" },
	{ KEY_AT(MAP), NULL, CMD_NEXT_CHANGE, { 'e' },
	  "e next change", NULL, "e next change",
	  "goes to the next change" },
	{ KEY_AT(MAP), NULL, CMD_FOLLOW, { 'F' },
	  "F follow", NULL, "F follow changes",
	  "follows what is touched anew" },
	{ KEY_AT(MAP), NULL, CMD_TIMELINE, { 'T' },
	  "T timeline", NULL, "T timeline", "opens the timeline" },
	{ KEY_AT(MAP), NULL, CMD_ALL, { 'a' },
	  "a all mappings", NULL, "a all mappings, or only one",
	  "maps all mappings, or one" },
	{ KEY_AT(TIMELINE), NULL, CMD_NEW_ONLY, { 'i' },
	  "i new only", "i all cells", "i new only", "shows only what is new" },
	{ KEY_AT(COLUMNS), NULL, CMD_COLUMN_LEFT, { '<', TK_F7 },
	  "< > move", NULL, "< > move", "moves it to the left" },
	{ KEY_AT(COLUMNS), NULL, CMD_COLUMN_RIGHT, { '>', TK_F8 },
	  NULL, NULL, NULL, "moves it to the right" },
	{ KEY_AT(COLUMNS), NULL, CMD_COLUMNS_FIT, { '=' },
	  "= as fits", NULL, "= as fits", "shows what fits, as ever" },
};

const size_t key_table_len = ARRAY_SIZE(key_table);

bool key_row_has(const struct key_row *row, uint32_t key)
{
	int i;

	for (i = 0; i < KEYS_MAX && row->keys[i]; i++)
		if (row->keys[i] == key)
			return true;
	return false;
}

enum command key_command(uint32_t key, enum place_kind place)
{
	size_t i;

	for (i = 0; i < key_table_len; i++)
		if ((key_table[i].places & (1U << place)) &&
		    key_row_has(&key_table[i], key))
			return key_table[i].command;
	return CMD_NONE;
}

const char *key_hint(enum command command, enum place_kind place, bool on)
{
	const struct key_row *row = key_table;

	for (; row < key_table + key_table_len; row++)
		if (row->command == command && (row->places & (1U << place)) &&
		    row->hint)
			return on && row->hint_on ? row->hint_on : row->hint;
	return NULL;
}
