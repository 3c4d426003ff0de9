/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_COMMAND_H
#define TUI_VIEW_COMMAND_H

/* What a key asks for, in the words of the program. */
enum command {
	CMD_NONE,
	CMD_QUIT,
	CMD_HELP,
	CMD_BACK,
	CMD_LEAVE,		/* a menu, by what quits elsewhere */
	CMD_UP,
	CMD_DOWN,
	CMD_PAGE_UP,
	CMD_PAGE_DOWN,
	CMD_HOME,
	CMD_END,
	CMD_SORT_PREV,
	CMD_SORT_NEXT,
	CMD_INVERT,
	CMD_SORT_MENU,
	CMD_SORT_MEMORY,	/* by what is touched */
	CMD_SORT_CPU,
	CMD_SORT_TIME,
	CMD_PAUSE,
	CMD_ONE_SAMPLE,
	CMD_STEP_BACK,		/* of a recording, as those below */
	CMD_SLOWER,
	CMD_FASTER,
	CMD_SEEK,
	CMD_DELAY,
	CMD_ENTER,
	CMD_LEFT,
	CMD_RIGHT,
	CMD_ZOOM_IN,
	CMD_ZOOM_OUT,
	CMD_ZOOM_WHOLE,
	CMD_ZOOM_PAGE,
	CMD_ZOOM,		/* to the number typed before */
	CMD_NEXT_CHANGE,
	CMD_NEW_ONLY,		/* what came in each row, and nothing else */
	CMD_TIMELINE,
	CMD_ALL,		/* all mappings instead of one, and back */
	CMD_KIND_NEXT,
	CMD_KIND_PREV,
	CMD_PSS,
	CMD_PANE,		/* the other half of the screen */
	CMD_SIGNAL,		/* to a process: the menu of signals */
	CMD_DEMO,		/* the launcher */
	CMD_START,		/* what is selected there, and no more */
	CMD_SIZE,
	CMD_RATE,
	CMD_MARK,
	CMD_LETTERS,
	CMD_SAVE,		/* the screen, to a file */
	CMD_SAVE_SETTINGS,	/* to the config file */
	CMD_RECORD,		/* what comes, to a file; or end that */
	CMD_SEARCH,
	CMD_SEARCH_NEXT,
	CMD_SEARCH_PREV,
	CMD_SEARCH_PID,		/* begun by its first digit */
	CMD_FILTER,
	CMD_USERS,		/* the menu of them */
	CMD_REDRAW,
	CMD_PATHS,		/* of programs, or their names first */
	CMD_TREE,		/* children below their parents */
	CMD_FOLD,		/* the children of the selected one */
	CMD_UNFOLD,
	CMD_FOLD_ALL,		/* or unfold them */
	CMD_GROUPS,		/* of processes; the next kind of them */
	CMD_FOLLOW,		/* a process, or what changes */
	CMD_HOLD,		/* the rows in their places */
	CMD_COLUMNS,		/* the menu of them */
	CMD_COLUMN_SHOW,	/* there: show the selected one, or hide it */
	CMD_COLUMN_LEFT,	/* likewise: move it */
	CMD_COLUMN_RIGHT,
	CMD_COLUMNS_FIT,	/* as they fit, none chosen */
	NR_COMMANDS,		/* that a key may ask for */

	/* the wheel: some rows, at once */
	CMD_SCROLL_UP = NR_COMMANDS,
	CMD_SCROLL_DOWN,
};

#endif
