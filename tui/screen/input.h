/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_INPUT_H
#define TUI_SCREEN_INPUT_H

#include <stdint.h>

#include "base/status.h"
#include "data/sample.h"

/*
 * Keys: a printable one is its character (Unicode), the others stand above
 * Unicode. They come from the terminal, or from a test.
 */
enum key {
	TK_NONE		= 0,
	TK_BACKSPACE	= 0x08,
	TK_TAB		= 0x09,
	TK_ENTER	= 0x0a,
	TK_CTRL_L	= 0x0c,
	TK_CTRL_U	= 0x15,
	TK_CTRL_W	= 0x17,
	TK_ESC		= 0x1b,
	TK_UP		= 0x110000,
	TK_DOWN,
	TK_LEFT,
	TK_RIGHT,
	TK_PAGE_UP,
	TK_PAGE_DOWN,
	TK_HOME,
	TK_END,
	TK_F1,
	TK_F2,
	TK_F3,
	TK_F4,
	TK_F5,
	TK_F6,
	TK_F7,
	TK_F8,
	TK_F9,
	TK_F10,
	TK_F11,
	TK_F12,
	TK_DIGITS,		/* any of 0 to 9, where keys are bound */
	TK_OTHER,		/* a key that means nothing here */
	TK_MOUSE,		/* none: something was done with the mouse */
};

/* What that was, in cells from 0 on; others than these do nothing. */
struct mouse {
	enum mouse_act {
		MOUSE_CLICK,		/* the left button went down */
		MOUSE_ONCE,		/* likewise, and not for a second time */
		MOUSE_TWICE,		/* twice at once; no terminal says so */
		MOUSE_WHEEL_UP,
		MOUSE_WHEEL_DOWN,
	} act;
	int x, y;
};

enum event_type {
	EVENT_KEY,
	EVENT_MOUSE,
	EVENT_RESIZE,
	EVENT_TICK,		/* it is time for the next sample */
	EVENT_SECOND,		/* a clock on the screen has moved on */
	EVENT_SAMPLE,
	EVENT_SIGNAL,
	EVENT_CHILD,		/* something that was started may have ended */
};

/* All that can happen to the program, whoever says so. */
struct event {
	enum event_type type;
	union {
		uint32_t key;			/* enum key or a character */
		struct mouse mouse;
		struct {
			int width, height;
		} resize;
		struct {
			const struct sample *sample;
			enum status st;
			int error;		/* errno when st isn't OK */
			bool past;		/* it was before what is to be
						 * shown: nothing is said of it
						 */
		} sample;
		int signal;			/* signal(7) number */
	};
};

#endif
