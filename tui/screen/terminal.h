/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_TERMINAL_H
#define TUI_SCREEN_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "common/clock.h"
#include "screen/input.h"
#include "screen/palette.h"
#include "screen/screen.h"

/*
 * The terminal: the only file that knows curses. There is one a program. Keys
 * are those of screen/input.h, and so is what the mouse does.
 */

/* How the person wants it. */
struct terminal_options {
	bool ascii;		/* 7-bit characters whatever the locale */
	bool no_color;
	bool no_mouse;		/* the terminal keeps it for itself */
	enum scheme scheme;
};

/*
 * Take the terminal over. On failure the terminal is as it was, and the
 * reason is in @why, of @len bytes. The screen is given back by
 * terminal_close(), by die(), and when a fatal signal kills the program.
 */
enum status terminal_open(const struct terminal_options *options, char *why,
			  unsigned long len);

/*
 * Before terminal_close(), where nothing urges: wait a moment for what the
 * terminal is still to tell, as that a button went up, which would be typed into
 * the shell. What is typed meanwhile is lost. The moment is over by @clock.
 * SIGTERM, SIGINT and SIGHUP, where blocked, end that, and are pending then.
 */
void terminal_settle(const struct clock *clock);

/*
 * Give the terminal back, without a wait: one that takes nothing loses what it
 * was to show. Does nothing when it isn't ours.
 */
void terminal_close(void);

/* Give it back for a while (Ctrl-Z), and take it again. */
void terminal_suspend(void);
void terminal_resume(void);

/* How it shows screens, once it is open. */
const struct palette *terminal_palette(void);

/*
 * Would it take something now? One that is stopped, as by Ctrl-S, doesn't, nor
 * one that is slow and has enough. It is polled for POLLOUT on standard output.
 */
bool terminal_takes_output(void);

/*
 * Show @screen; only cells that changed are sent. It may wait for the terminal;
 * SIGTERM, SIGINT and SIGHUP, where blocked, end that, and are pending then.
 */
void terminal_show(const struct screen *screen);

/* Is it to be shown again, though nothing but its colours has changed? */
bool terminal_is_stale(void);

/* Forget what is on the glass: the next terminal_show() sends everything. */
void terminal_redraw(void);

/* Ask the kernel for the window's size and take it over. */
void terminal_size(int *width, int *height);

/*
 * The next key (enum key or a character), TK_NONE when none waits. *gone is
 * set when the terminal has hung up.
 */
uint32_t terminal_key(bool *gone);

/* After TK_MOUSE: what was done with it. */
struct mouse terminal_mouse(void);

#endif
