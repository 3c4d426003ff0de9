// SPDX-License-Identifier: GPL-2.0
/* The terminal: keys from it, cells to it, and how it is given back. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
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
#include "common/clock.h"
#include "screen/input.h"
#include "screen/keys.h"
#include "screen/palette.h"
#include "screen/restore.h"
#include "screen/terminal.h"

/* An escape sequence that takes longer than this is an Esc key, in ms. */
#define ESC_DELAY 25

static struct {
	bool open;
	SCREEN *curses;
	WINDOW *input;			/* a pad: reading from it draws nothing */
	bool stale;			/* the glass, since it was shown */
	FILE *out;			/* of curses; stdout's is for the end */
	int out_fd;			/* its number, for signal handlers */
	int nowhere;			/* what is written there is lost */
	volatile sig_atomic_t cut;	/* the signal that ended a wait, or 0 */
	struct sigaction before[3];	/* of those of ends[] */
	struct palette palette;
	struct screen *shown;		/* what is on the glass */
	struct keys keys;
	bool tells_pastes;		/* it was told to */
	bool tells_mouse;		/* likewise */
	bool background_asked;		/* and has not answered yet */
	struct termios termios;		/* as it was before */
	struct restore restore;		/* what the terminal is to be sent */
} term = { .nowhere = -1 };

/* What ends the program also while it waits for the terminal. */
static const int ends[] = { SIGTERM, SIGINT, SIGHUP };
_Static_assert(ARRAY_SIZE(ends) == ARRAY_SIZE(term.before), "");

/* false: not all of it, for the terminal takes no more */
static bool write_all(int fd, const char *text, size_t len)
{
	ssize_t done;

	while (len) {
		done = write(fd, text, len);
		if (done <= 0)
			return false;
		text += done;
		len -= (size_t)done;
	}
	return true;
}

static void send_text(const char *text)
{
	write_all(term.out_fd, text, strlen(text));
}

/* One that has hung up takes all, and loses it. */
bool terminal_takes_output(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&out, 1, 0) != 0;
}

/*
 * A terminal that is stopped, or that nobody reads, has it still: what it shows
 * is of no use any more. Only a stop of one's own can be ended.
 */
static void make_room(void)
{
	tcflush(STDOUT_FILENO, TCOFLUSH);
	tcflow(STDOUT_FILENO, TCOOFF);
	tcflow(STDOUT_FILENO, TCOON);
}

static bool send_restore(void)
{
	const struct restore_text *ready = restore_ready(&term.restore);

	return terminal_takes_output() &&
	       write_all(STDOUT_FILENO, ready->text, ready->len);
}

/*
 * Without a wait, whatever the terminal does. Only what signal-safety(7)
 * allows: curses may be in any state.
 */
static void give_back(void)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	/* others share this, so not for longer than needed */
	fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
	if (!send_restore()) {
		make_room();
		send_restore();
	}
	fcntl(STDOUT_FILENO, F_SETFL, flags);
	tcsetattr(STDIN_FILENO, TCSANOW, &term.termios);
}

/* In any thread, and whatever the one of the terminal is at. */
static void fatal_signal(int sig)
{
	restore_freeze(&term.restore);
	give_back();
	raise(sig);
}

/* From now on what curses writes is lost: it waits for nothing. */
static void mute(void)
{
	dup2(term.nowhere, term.out_fd);
}

static void unmute(void)
{
	if (!term.cut)
		dup2(STDOUT_FILENO, term.out_fd);
}

/*
 * Curses writes until all is written. So that it ends what it is at, the rest
 * goes nowhere: the program is about to end.
 */
static void cut_short(int sig)
{
	int error = errno;

	term.cut = sig;
	mute();
	errno = error;
}

/* What is ignored stays so: that is how nohup(1) works. */
static void catch_ends(void)
{
	const struct sigaction action = { .sa_handler = cut_short };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		sigaction(ends[i], NULL, &term.before[i]);
		if (term.before[i].sa_handler != SIG_IGN)
			sigaction(ends[i], &action, NULL);
	}
}

static void leave_ends(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ends); i++)
		sigaction(ends[i], &term.before[i], NULL);
}

static void unmask_ends(sigset_t *set)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ends); i++)
		sigdelset(set, ends[i]);
}

/*
 * Between these two the terminal is waited for. The loop, which has blocked the
 * signals that end the program, gets the one that came.
 */
static void begin_output(sigset_t *before)
{
	sigset_t set;

	sigprocmask(SIG_BLOCK, NULL, before);
	set = *before;
	unmask_ends(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

static void end_output(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
	if (term.cut)
		raise(term.cut);
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

/* Also those that only somebody sends, or a limit: by default they end it. */
static void catch_fatal_signals(void)
{
	static const int fatal[] = {
		SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP,
		SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF,
		SIGXCPU, SIGPIPE, SIGIO, SIGPWR, SIGSTKFLT,
	};
	struct sigaction action = {
		.sa_handler = fatal_signal,
		.sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK),
	};
	static char alt_stack[65536];
	struct sigaction before;
	stack_t stack = { .ss_sp = alt_stack, .ss_size = sizeof(alt_stack) };
	size_t i;

	sigaltstack(&stack, NULL);
	for (i = 0; i < ARRAY_SIZE(fatal); i++)
		if (!sigaction(fatal[i], NULL, &before) &&
		    before.sa_handler != SIG_IGN)
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

/* Does it take sequences that begin as those here, its entry told or not? */
static bool has_ansi_sequences(void)
{
	const char *text = capability("cup");

	return text && !strncmp(text, "\033[", 2);
}

/*
 * Buttons and wheel, by numbers (SGR). The mouse of curses is not used: most
 * entries have it report in bytes, which end at column 223, and it holds a
 * click back until it knows that it is no double one. With Shift the terminal
 * takes the mouse for itself, to select text.
 */
#define MOUSE_BEGINS	"\033[?1000h\033[?1006h"
#define MOUSE_ENDS	"\033[?1006l\033[?1000l"

/* A terminal that is taken over: it is to mark pastes, and tell of the mouse. */
static void begin_input(void)
{
	/* with the first key it would wait for a terminal that is stopped */
	keypad(term.input, TRUE);
	/* a paste that never ended is over */
	term.keys = (struct keys){ 0 };
	if (term.tells_pastes)
		send_text(PASTES_BEGIN);
	if (term.tells_mouse)
		send_text(MOUSE_BEGINS);
}

/* Without a screen of our own the shell's prompt goes into the last row. */
static void append_way_out(struct restore_text *next)
{
	const char *way_out = capability("rmcup");

	if (way_out) {
		restore_append(next, way_out);
		return;
	}
	restore_append(next, tiparm(capability("cup"), LINES - 1, 0));
	restore_append(next, capability("el"));
}

/* Collect the strings that end curses' reign. */
static void remember_restore(void)
{
	struct restore_text *next = restore_next(&term.restore);

	if (!next)
		return;
	if (term.tells_pastes)
		restore_append(next, PASTES_END);
	if (term.tells_mouse)
		restore_append(next, MOUSE_ENDS);
	restore_append(next, capability("sgr0"));
	restore_append(next, capability("cnorm"));
	restore_append(next, capability("rmkx"));
	append_way_out(next);
	restore_publish(&term.restore);
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

/*
 * Before it comes back for the first time, curses takes each cursor move for
 * one of a program that has no screen, and writes it at once: dozens of writes,
 * and of packets where the terminal is far away, for what is one change. Once
 * it has colours, coming back would reset those that people have changed.
 */
static void write_by_refresh(void)
{
	endwin();
	doupdate();
}

static void init_curses(void)
{
	cbreak();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	/* its keys are known from then on, and can be defined otherwise */
	keypad(term.input, TRUE);
	define_keys();
	/* keys.c tells what a mouse reports */
	define_key(NULL, KEY_MOUSE);
	nodelay(term.input, TRUE);
	if (!set_by_person("ESCDELAY"))
		set_escdelay(ESC_DELAY);
	curs_set(0);
	write_by_refresh();
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
	       has_ansi_sequences();
}

/*
 * What else is typed meanwhile stays where it is: the answer comes with the
 * keys, and is told from them there. So nothing is waited for, and an answer
 * that is late is an answer.
 */
static void choose_scheme(enum scheme scheme)
{
	palette_set_scheme(&term.palette, scheme);
	term.background_asked =
		schemes[scheme].background == BACKGROUND_ASKED &&
		term.palette.colors >= 256 && may_ask(terminal_type());
	if (term.background_asked)
		send_text(ASK_BACKGROUND);
}

/* errno says why it can't be had. */
static bool open_output(void)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

	/* can't be written to, but is always there */
	term.nowhere = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	term.out_fd = fd;
	term.out = fd >= 0 && term.nowhere >= 0 ? fdopen(fd, "w") : NULL;
	return term.out;
}

/* Before it is taken over: memory may be out right behind that. */
static void prepare_way_out(const char *name,
			    const struct terminal_options *options)
{
	int err;

	if (setupterm(name, STDOUT_FILENO, &err) == ERR)
		return;
	term.tells_pastes = has_ansi_sequences();
	term.tells_mouse = has_ansi_sequences() && !options->no_mouse;
	remember_restore();
	del_curterm(cur_term);
}

/* Of the person's terminal, what is had beside its screen. */
static void let_go(void)
{
	leave_ends();
	fclose(term.out);
	close(term.nowhere);
}

/* Nothing was sent: a way out would move the cursor of somebody else. */
static void refused(void)
{
	term.open = false;
	status_set_cleanup(NULL);
	tcsetattr(STDIN_FILENO, TCSANOW, &term.termios);
	let_go();
}

static bool start_curses(const char *name,
			 const struct terminal_options *options)
{
	char direct[64];
	sigset_t before;

	name = direct_type(name, direct, sizeof(direct));
	prepare_way_out(name, options);
	tcgetattr(STDIN_FILENO, &term.termios);
	keep_curses_off_sigtstp();
	catch_ends();
	term.open = true;
	status_set_cleanup(terminal_close);
	begin_output(&before);
	errno = 0;
	term.curses = newterm(name, term.out, stdin);
	end_output(&before);
	if (!term.curses) {
		refused();
		return false;
	}
	term.input = newpad(1, 1);
	if (!term.input)
		terminal_close();
	return term.input;
}

static void choose_palette(const char *name,
			   const struct terminal_options *options)
{
	term.palette = palette_detect(name, tigetnum("colors"));
	term.palette.ascii |= options->ascii;
	term.palette.eighths &= !options->ascii;
	if (options->no_color)
		term.palette.colors = 0;
}

static void begin_screen(const struct terminal_options *options)
{
	sigset_t before;

	/* the last row is known now */
	remember_restore();
	term.shown = screen_new(COLS, LINES);
	catch_fatal_signals();
	begin_output(&before);
	init_curses();
	begin_input();
	choose_scheme(options->scheme);
	end_output(&before);
	terminal_redraw();
}

enum status terminal_open(const struct terminal_options *options, char *why,
			  unsigned long len)
{
	enum status st = check_terminal(why, len);
	const char *name = terminal_type();

	if (st != ST_OK)
		return st;
	if (!open_output()) {
		snprintf(why, len, "can't open the terminal: %s",
			 strerror(errno));
		return ST_SYSTEM;
	}
	if (!start_curses(name, options)) {
		snprintf(why, len, "curses can't use this terminal%s",
			 errno == ENOMEM ? ": Cannot allocate memory" : "");
		return ST_NO_TERMINAL;
	}
	choose_palette(name, options);
	begin_screen(options);
	return ST_OK;
}

/* Curses has its end, too; what it would send is in what gives it back. */
static void end_curses(void)
{
	mute();
	endwin();
	give_back();
}

/*
 * How long an answer may still take when we go, and how long a button may still
 * be down, in ms: who has clicked on "q quit" is about to let it go.
 */
#define ANSWER_DELAY 100
#define RELEASE_DELAY 500

/* Of what is awaited; 0: nothing is, or not any more. */
static uint64_t patience_left(uint64_t waited_ns)
{
	uint64_t ns = 0;

	if (term.background_asked)
		ns = ANSWER_DELAY * NSEC_PER_MSEC;
	if (term.keys.mouse_is_down)
		ns = RELEASE_DELAY * NSEC_PER_MSEC;
	return ns > waited_ns && !term.cut ? ns - waited_ns : 0;
}

/* false: nothing has come, or a signal that ends the program. */
static bool input_comes(uint64_t within_ns)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	const struct timespec left = {
		.tv_sec = (time_t)(within_ns / NSEC_PER_SEC),
		.tv_nsec = (long)(within_ns % NSEC_PER_SEC),
	};
	sigset_t set;

	sigprocmask(SIG_BLOCK, NULL, &set);
	unmask_ends(&set);
	return within_ns && ppoll(&in, 1, &left, &set) > 0;
}

/* Whatever else is sent meanwhile, both waits begin here. */
void terminal_settle(const struct clock *clock)
{
	uint64_t began_ns = clock_now(clock);
	bool gone = false;

	while (!gone &&
	       input_comes(patience_left(clock_now(clock) - began_ns)))
		terminal_key(&gone);
	if (term.cut)
		raise(term.cut);
}

void terminal_close(void)
{
	if (!term.open)
		return;
	term.open = false;
	status_set_cleanup(NULL);
	end_curses();
	if (term.curses) {
		delwin(term.input);
		delscreen(term.curses);
	}
	let_go();
	screen_free(term.shown);
	term.shown = NULL;
}

void terminal_suspend(void)
{
	end_curses();
	unmute();
}

void terminal_resume(void)
{
	sigset_t before;

	if (term.cut)
		return;
	begin_output(&before);
	refresh();
	begin_input();
	end_output(&before);
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
	remember_restore();
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

/* Once more, with another palette. */
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
}

bool terminal_is_stale(void)
{
	return term.stale;
}

static void send_screen(void)
{
	sigset_t before;

	term.stale = false;
	if (term.cut)
		return;
	begin_output(&before);
	refresh();
	end_output(&before);
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
	send_screen();
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
		{ KEY_F(3), TK_F3 }, { KEY_F(4), TK_F4 },
		{ KEY_F(5), TK_F5 }, { KEY_F(6), TK_F6 },
		{ KEY_F(7), TK_F7 }, { KEY_F(8), TK_F8 },
		{ KEY_F(9), TK_F9 }, { KEY_F(10), TK_F10 },
		{ KEY_F(11), TK_F11 }, { KEY_F(12), TK_F12 },
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
	switch (wget_wch(term.input, &key)) {
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
	enum background background;

	if (!term.background_asked || !term.keys.replied)
		return;
	term.keys.replied = false;
	if (!scheme_background(term.keys.reply, &background))
		return;
	term.background_asked = false;
	if (background == term.palette.background)
		return;
	term.palette.background = background;
	show_all();
	term.stale = true;
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

struct mouse terminal_mouse(void)
{
	return term.keys.mouse;
}
