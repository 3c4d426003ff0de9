// SPDX-License-Identifier: GPL-2.0
/* The terminal: keys from it, cells to it, and how it is given back. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* panels, forms and the mouse of curses are not wanted; wide characters are */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

#include "base/base.h"
#include "base/status.h"
#include "screen/input.h"
#include "screen/keys.h"
#include "screen/palette.h"
#include "screen/terminal.h"

/* An escape sequence that takes longer than this is an Esc key, in ms. */
#define ESC_DELAY 25

static struct {
	bool open;
	SCREEN *curses;
	struct palette palette;
	struct screen *shown;		/* what is on the glass */
	struct keys keys;
	bool tells_pastes;		/* it was told to */
	bool scheme_asked;		/* and has not answered yet */
	struct termios termios;		/* as it was before */
	char restore[128];		/* what the terminal is to be sent */
	size_t restore_len;
} term;

static void write_all(const char *text, size_t len)
{
	ssize_t done;

	while (len) {
		done = write(STDOUT_FILENO, text, len);
		if (done <= 0)
			return;
		text += done;
		len -= (size_t)done;
	}
}

/* Only what signal-safety(7) allows: curses may be in any state. */
static void fatal_signal(int sig)
{
	write_all(term.restore, term.restore_len);
	tcsetattr(STDIN_FILENO, TCSANOW, &term.termios);
	raise(sig);
}

static void never_called(int sig)
{
	(void)sig;
}

/*
 * Curses ignores SIGTSTP while it draws, and ignoring a signal discards one
 * that is pending, blocked or not: a Ctrl-Z would be lost now and then. It
 * keeps its hands off where it finds a handler.
 */
static void keep_curses_off_sigtstp(void)
{
	const struct sigaction action = { .sa_handler = never_called };

	sigaction(SIGTSTP, &action, NULL);
}

static void catch_fatal_signals(void)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT,
				     SIGSYS, SIGTRAP, SIGQUIT };
	struct sigaction action = {
		.sa_handler = fatal_signal,
		.sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK),
	};
	static char alt_stack[65536];
	stack_t stack = { .ss_sp = alt_stack, .ss_size = sizeof(alt_stack) };
	size_t i;

	sigaltstack(&stack, NULL);
	for (i = 0; i < ARRAY_SIZE(fatal); i++)
		sigaction(fatal[i], &action, NULL);
}

/* A string of the terminal's entry, NULL where it has none. */
static const char *capability(const char *name)
{
	const char *text = tigetstr(name);

	/* terminfo(3) says "not a string" with an address of -1 */
	return (intptr_t)text == -1 ? NULL : text;
}

/* What is pasted comes between marks; a terminal that can't ignores it. */
#define PASTES_BEGIN	"\033[?2004h"
#define PASTES_END	"\033[?2004l"

/* Not where sequences are of another kind. */
static bool may_tell_pastes(void)
{
	const char *text = capability("cup");

	return text && !strncmp(text, "\033[", 2);
}

static void tell_pastes(bool on)
{
	const char *text = on ? PASTES_BEGIN : PASTES_END;

	/* a paste that never ended is over */
	term.keys = (struct keys){ 0 };
	if (term.tells_pastes)
		write_all(text, strlen(text));
}

/* Collect the strings that end curses' reign, for the signal handler. */
static void append_text(const char *text)
{
	size_t len = strlen(text);

	if (term.restore_len + len > sizeof(term.restore))
		return;
	memcpy(term.restore + term.restore_len, text, len);
	term.restore_len += len;
}

static void append_string(const char *cap)
{
	const char *text = capability(cap);

	if (text)
		append_text(text);
}

static void remember_restore(void)
{
	term.restore_len = 0;
	if (term.tells_pastes)
		append_text(PASTES_END);
	append_string("sgr0");
	append_string("cnorm");
	append_string("rmkx");
	append_string("rmcup");
}

static void init_colors(void)
{
	if (term.palette.colors && start_color() != ERR)
		use_default_colors();
}

/* What the person says it is; "": nothing. */
static const char *terminal_type(void)
{
	const char *name = getenv("TERM");

	return name ? name : "";
}

/*
 * The type of the same terminal with 24 bits of colour: it must say that it
 * has them, and have an entry. Others stay what they are.
 */
static const char *direct_type(const char *name, char *buf, size_t len)
{
	const char *says = getenv("COLORTERM");
	int err;

	if (!says || (strcmp(says, "truecolor") && strcmp(says, "24bit")))
		return name;
	snprintf(buf, len, "%.*s-direct", (int)strcspn(name, "-"), name);
	if (setupterm(buf, STDOUT_FILENO, &err) == ERR)
		return name;
	del_curterm(cur_term);
	return buf;
}

/* What most terminals send, for types like vt100 that lack these keys. */
static void define_keys(void)
{
	static const struct {
		const char *sequence;
		int key;
	} keys[] = {
		{ "\033[A", KEY_UP }, { "\033[B", KEY_DOWN },
		{ "\033[C", KEY_RIGHT }, { "\033[D", KEY_LEFT },
		{ "\033[H", KEY_HOME }, { "\033OH", KEY_HOME },
		{ "\033[1~", KEY_HOME }, { "\033[F", KEY_END },
		{ "\033OF", KEY_END }, { "\033[4~", KEY_END },
		{ "\033[5~", KEY_PPAGE }, { "\033[6~", KEY_NPAGE },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		if (!key_defined(keys[i].sequence))
			define_key(keys[i].sequence, keys[i].key);
}

/* A number that the person has put into the environment; 0: none. */
static int set_by_person(const char *name)
{
	const char *text = getenv(name);
	char *end;
	long value;

	if (!text)
		return 0;
	value = strtol(text, &end, 10);
	return value > 0 && value <= INT_MAX && !*end ? (int)value : 0;
}

static void init_curses(void)
{
	cbreak();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	define_keys();
	/* reports of a mouse that nobody asked for are no keys */
	define_key(NULL, KEY_MOUSE);
	nodelay(stdscr, TRUE);
	if (!set_by_person("ESCDELAY"))
		set_escdelay(ESC_DELAY);
	curs_set(0);
	init_colors();
}

/* newterm() would end the program where it can't use the terminal. */
static bool can_place_cursor(void)
{
	bool can = capability("cup");

	del_curterm(cur_term);
	return can;
}

static enum status check_terminal(char *why, unsigned long len)
{
	const char *name = terminal_type();
	int err;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		snprintf(why, len, "standard %s is not a terminal; use -b for output without one",
			 isatty(STDIN_FILENO) ? "output" : "input");
		return ST_NO_TERMINAL;
	}
	if (!*name) {
		snprintf(why, len, "TERM is not set; set it to your terminal's type, like TERM=xterm");
		return ST_NO_TERMINAL;
	}
	if (setupterm(name, STDOUT_FILENO, &err) == ERR) {
		snprintf(why, len, "the terminal type TERM=%s is unknown here; try TERM=xterm or TERM=vt100",
			 name);
		return ST_NO_TERMINAL;
	}
	if (!can_place_cursor()) {
		snprintf(why, len, "the terminal type TERM=%s can't place the cursor; use -b, or try TERM=vt100",
			 name);
		return ST_NO_TERMINAL;
	}
	return ST_OK;
}

/* The background, which no entry knows, with BEL as the end. */
#define ASK_BACKGROUND	"\033]11;?\a"

/* Not those that would show the question: vt100, say, but vte is none. */
static bool may_ask(const char *name)
{
	bool old = !strncmp(name, "vt", 2) && isdigit((unsigned char)name[2]);

	return !old && strncmp(name, "linux", 5) && strcmp(name, "dumb") &&
	       may_tell_pastes();
}

/*
 * What else is typed meanwhile stays where it is: the answer comes with the
 * keys, and is told from them there. So nothing is waited for, and an answer
 * that is late is an answer.
 */
static void choose_scheme(enum scheme_wish wish)
{
	term.palette.scheme = wish == WISH_LIGHT ? SCHEME_LIGHT : SCHEME_DARK;
	term.scheme_asked = wish == WISH_AUTO && term.palette.colors >= 256 &&
			    may_ask(terminal_type());
	if (term.scheme_asked)
		write_all(ASK_BACKGROUND, strlen(ASK_BACKGROUND));
}

enum status terminal_open(const struct terminal_options *options, char *why,
			  unsigned long len)
{
	enum status st = check_terminal(why, len);
	const char *name = terminal_type();
	char direct[64];

	if (st != ST_OK)
		return st;
	tcgetattr(STDIN_FILENO, &term.termios);
	keep_curses_off_sigtstp();
	term.curses = newterm(direct_type(name, direct, sizeof(direct)), stdout,
			      stdin);
	if (!term.curses) {
		snprintf(why, len, "curses can't use this terminal");
		return ST_NO_TERMINAL;
	}
	term.palette = palette_detect(name, tigetnum("colors"));
	term.palette.ascii |= options->ascii;
	term.palette.eighths &= !options->ascii;
	if (options->no_color)
		term.palette.colors = 0;
	init_curses();
	term.tells_pastes = may_tell_pastes();
	tell_pastes(true);
	remember_restore();
	choose_scheme(options->scheme);
	term.shown = screen_new(COLS, LINES);
	term.open = true;
	status_set_cleanup(terminal_close);
	catch_fatal_signals();
	terminal_redraw();
	return ST_OK;
}

/* Without a screen of our own the shell's prompt goes into the last row. */
static void leave_bottom_row(void)
{
	if (capability("rmcup"))
		return;
	move(LINES - 1, 0);
	clrtoeol();
	refresh();
}

/* How long an answer may still take when we go, in ms. */
#define ANSWER_DELAY 100

/* One that comes when we are gone would be typed into the shell. */
static void await_answer(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	bool gone = false;

	while (term.scheme_asked && !gone && poll(&in, 1, ANSWER_DELAY) > 0)
		terminal_key(&gone);
	term.scheme_asked = false;
}

void terminal_close(void)
{
	if (!term.open)
		return;
	term.open = false;
	status_set_cleanup(NULL);
	await_answer();
	leave_bottom_row();
	tell_pastes(false);
	endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &term.termios);
	delscreen(term.curses);
	screen_free(term.shown);
	term.shown = NULL;
}

void terminal_suspend(void)
{
	leave_bottom_row();
	tell_pastes(false);
	endwin();
}

void terminal_resume(void)
{
	refresh();
	tell_pastes(true);
	terminal_redraw();
}

const struct palette *terminal_palette(void)
{
	return &term.palette;
}

void terminal_redraw(void)
{
	screen_clear(term.shown);
	clearok(stdscr, TRUE);
	erase();
}

/* As the person wants it, but no more than the window has. */
static int size_wanted(const char *name, int size)
{
	int wanted = set_by_person(name);

	return wanted && wanted < size ? wanted : size;
}

void terminal_size(int *width, int *height)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col &&
	    size.ws_row)
		resize_term(size_wanted("LINES", size.ws_row),
			    size_wanted("COLUMNS", size.ws_col));
	*width = COLS;
	*height = LINES;
}

static attr_t curses_attrs(struct paint paint, const struct cell *cell)
{
	attr_t attrs = A_NORMAL;

	if (paint.attrs & PAINT_BOLD)
		attrs |= A_BOLD;
	if (paint.attrs & PAINT_DIM)
		attrs |= A_DIM;
	if (paint.attrs & PAINT_UNDERLINE || cell->cursor)
		attrs |= A_UNDERLINE;
	if (cell->selected != !!(paint.attrs & PAINT_REVERSE))
		attrs |= A_REVERSE;
	return attrs;
}

static void show_cell(const struct cell *cell, int x, int y)
{
	struct paint paint = palette_paint_cell(&term.palette, cell);
	wchar_t text[2] = { (wchar_t)palette_glyph(&term.palette, cell), 0 };
	int ground = palette_cursor(&term.palette, cell);
	int pair = paint.fg >= 0 || ground >= 0 ? alloc_pair(paint.fg, ground) :
						  0;
	cchar_t wide;

	setcchar(&wide, text, curses_attrs(paint, cell), 0, &pair);
	mvadd_wch(y, x, &wide);
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->glyph == b->glyph && a->role == b->role &&
	       a->glow == b->glow && a->letter == b->letter &&
	       a->selected == b->selected && a->cursor == b->cursor;
}

static void show_row(const struct screen *screen, int y)
{
	const struct cell *new = screen_row(screen, y);
	struct cell *old = screen_row(term.shown, y);
	int x;

	for (x = 0; x < screen->width; x++) {
		if (same_cell(&new[x], &old[x]))
			continue;
		/* the right half of a wide character comes with the left */
		if (new[x].glyph)
			show_cell(&new[x], x, y);
		old[x] = new[x];
	}
}

/* Once more, with another palette; curses sends what has changed. */
static void show_all(void)
{
	const struct cell *row;
	int x, y;

	for (y = 0; y < term.shown->height; y++) {
		row = screen_row(term.shown, y);
		for (x = 0; x < term.shown->width; x++)
			if (row[x].glyph)
				show_cell(&row[x], x, y);
	}
	refresh();
}

void terminal_show(const struct screen *screen)
{
	int y;

	if (screen->width != term.shown->width ||
	    screen->height != term.shown->height) {
		screen_resize(term.shown, screen->width, screen->height);
		terminal_redraw();
	}
	for (y = 0; y < screen->height; y++)
		show_row(screen, y);
	refresh();
}

static uint32_t special_key(wint_t key)
{
	static const struct {
		wint_t curses;
		uint32_t key;
	} keys[] = {
		{ KEY_UP, TK_UP }, { KEY_DOWN, TK_DOWN },
		{ KEY_LEFT, TK_LEFT }, { KEY_RIGHT, TK_RIGHT },
		{ KEY_PPAGE, TK_PAGE_UP }, { KEY_NPAGE, TK_PAGE_DOWN },
		{ KEY_HOME, TK_HOME }, { KEY_END, TK_END },
		{ KEY_BACKSPACE, TK_BACKSPACE }, { KEY_ENTER, TK_ENTER },
		{ KEY_F(1), TK_F1 }, { KEY_F(2), TK_F2 },
		{ KEY_F(3), TK_F3 }, { KEY_F(7), TK_F7 },
		{ KEY_F(8), TK_F8 },
		{ KEY_F(4), TK_F4 }, { KEY_F(5), TK_F5 },
		{ KEY_F(6), TK_F6 }, { KEY_F(9), TK_F9 },
		{ KEY_F(10), TK_F10 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].curses == key)
			return keys[i].key;
	return TK_OTHER;
}

static bool hung_up(void)
{
	struct pollfd pfd = { .fd = STDIN_FILENO, .events = POLLIN };
	int waiting;

	if (poll(&pfd, 1, 0) <= 0)
		return false;
	if (pfd.revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return !ioctl(STDIN_FILENO, FIONREAD, &waiting) && !waiting;
}

static enum keys_input next_input(void *ctx, uint32_t *value)
{
	wint_t key;

	(void)ctx;
	switch (get_wch(&key)) {
	case KEY_CODE_YES:
		*value = special_key(key);
		return KEYS_KEY;
	case OK:
		*value = key;
		return KEYS_CHARACTER;
	default:
		return KEYS_NOTHING;
	}
}

/* The background is known now: the glass shows what was there in its light. */
static void take_reply(void)
{
	enum scheme scheme;

	if (!term.scheme_asked || !term.keys.replied)
		return;
	term.keys.replied = false;
	if (!palette_scheme_of_reply(term.keys.reply, &scheme))
		return;
	term.scheme_asked = false;
	if (scheme == term.palette.scheme)
		return;
	term.palette.scheme = scheme;
	show_all();
}

uint32_t terminal_key(bool *gone)
{
	uint32_t key = keys_next(&term.keys, next_input, NULL);

	take_reply();
	*gone = key == TK_NONE && hung_up();
	if (key == '\r')
		return TK_ENTER;
	return key == 0x7f ? TK_BACKSPACE : key;
}
