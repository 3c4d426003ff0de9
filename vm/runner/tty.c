// SPDX-License-Identifier: GPL-2.0
/* The host's terminal: raw while a guest has it, and as it was afterwards. */
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "runner.h"

static struct termios before;
static bool saved, raw;

void tty_raw(void)
{
	struct termios t;

	if (!saved && tcgetattr(0, &before))
		return;
	saved = true;
	t = before;
	cfmakeraw(&t);
	raw = !tcsetattr(0, TCSANOW, &t);
}

void tty_restore(void)
{
	if (raw)
		tcsetattr(0, TCSANOW, &before);
	raw = false;
}

void tty_size(uint32_t *rows, uint32_t *cols)
{
	struct winsize ws = { 0 };

	if (ioctl(1, TIOCGWINSZ, &ws))
		ws = (struct winsize) { 0 };
	*rows = ws.ws_row;
	*cols = ws.ws_col;
}
