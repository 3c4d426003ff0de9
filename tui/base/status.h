/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_BASE_STATUS_H
#define TUI_BASE_STATUS_H

/*
 * Every way in which a part of tamtop can fail: name, text for the person,
 * exit code of the program (documented in tamtop.1).
 */
#define STATUS_LIST(X)							\
	X(OK,		"success",				0)	\
	X(NO_MEMORY,	"out of memory",			1)	\
	X(IO,		"input or output failed",		1)	\
	X(NO_TERMINAL,	"no usable terminal",			1)	\
	X(SYSTEM,	"a system call failed",			1)	\
	X(USAGE,	"wrong usage",				2)	\
	X(NO_SOURCE,	"the source of the numbers is missing",	3)	\
	X(GONE,		"the process is gone",			4)

#define STATUS_ENUM(name, text, code) ST_##name,
enum status { STATUS_LIST(STATUS_ENUM) NR_STATUS };
#undef STATUS_ENUM

/* The text of @st, never NULL; not to be freed. */
const char *status_text(enum status st);

/* The exit code that tamtop.1 documents for @st, 0 to 4. */
int status_exit_code(enum status st);

/*
 * What die() calls before it writes: the terminal registers here how to give
 * the screen back. NULL takes it away. Must be callable twice.
 */
void status_set_cleanup(void (*cleanup)(void));

/*
 * What die() does in the calling thread from now on, instead of ending the
 * program: @end gets @ctx, the code, and the line without "tamtop: ", cut to
 * DIE_LINE_MAX bytes with its NUL and valid during the call. It must not
 * return. NULL takes it away.
 */
#define DIE_LINE_MAX	256
void status_set_thread_exit(void (*end)(void *ctx, enum status st,
					const char *text), void *ctx);

/*
 * Give the terminal back, print one line "tamtop: ...", exit with the code of
 * @st; or what the thread has set instead.
 */
_Noreturn void die(enum status st, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* A handler of signals: end at once, with the exit code for the signal @sig. */
void status_end_by_signal(int sig);

/*
 * Standard output can't be written, and errno says why: the end likewise. A
 * reader who closes the pipe has had enough; that is no failure, and nothing is
 * said.
 */
_Noreturn void die_of_output(void);

#endif
