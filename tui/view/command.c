// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>

#include "screen/input.h"
#include "view/command.h"

static const struct {
	uint32_t key;
	enum command command;
} bindings[] = {
	{ 'q', CMD_QUIT },		{ TK_F10, CMD_QUIT },
	{ '?', CMD_HELP },		{ TK_F1, CMD_HELP },
	{ TK_ESC, CMD_BACK },		{ TK_BACKSPACE, CMD_BACK },
	{ 'k', CMD_UP },		{ TK_UP, CMD_UP },
	{ 'j', CMD_DOWN },		{ TK_DOWN, CMD_DOWN },
	{ TK_PAGE_UP, CMD_PAGE_UP },	{ TK_PAGE_DOWN, CMD_PAGE_DOWN },
	{ 'g', CMD_HOME },		{ TK_HOME, CMD_HOME },
	{ 'G', CMD_END },		{ TK_END, CMD_END },
	{ '<', CMD_SORT_PREV },		{ '>', CMD_SORT_NEXT },
	{ TK_F6, CMD_SORT_NEXT },	{ 'I', CMD_INVERT },
	{ ' ', CMD_PAUSE },		{ '.', CMD_ONE_SAMPLE },
	{ 's', CMD_DELAY },		{ TK_CTRL_L, CMD_REDRAW },
	{ TK_ENTER, CMD_ENTER },
	{ 'h', CMD_LEFT },		{ TK_LEFT, CMD_LEFT },
	{ 'l', CMD_RIGHT },		{ TK_RIGHT, CMD_RIGHT },
	{ '+', CMD_ZOOM_IN },		{ '=', CMD_ZOOM_IN },
	{ '-', CMD_ZOOM_OUT },		{ 'z', CMD_ZOOM },
	{ '[', CMD_ZOOM_WHOLE },	{ ']', CMD_ZOOM_PAGE },
	{ 'n', CMD_NEXT_CHANGE },	{ 'T', CMD_TIMELINE },
	{ 'a', CMD_ALL },		{ 'P', CMD_PSS },
	{ 'f', CMD_KIND_NEXT },		{ 'F', CMD_KIND_PREV },
	{ TK_TAB, CMD_PANE },		{ 'm', CMD_MARK },
	{ 'v', CMD_LETTERS },
};

enum command command_of_key(uint32_t key)
{
	size_t i;

	for (i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++)
		if (bindings[i].key == key)
			return bindings[i].command;
	return CMD_NONE;
}
