// SPDX-License-Identifier: GPL-2.0
/* What the guest did to the host's terminal, to undo it when it cannot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"

/* Private modes (CSI ? n h, CSI ? n l) and how a shell expects them. */
static struct {
	int nr;
	bool home;		/* set in a terminal that nobody touched */
	bool now;
} modes[] = {
	{ 1, false, false },		/* cursor keys of applications */
	{ 25, true, true },		/* the cursor is shown */
	{ 1000, false, false },		/* mouse: buttons, drags, moves */
	{ 1002, false, false },
	{ 1003, false, false },
	{ 1004, false, false },		/* focus */
	{ 1006, false, false },		/* mouse: how it is encoded */
	{ 2004, false, false },		/* bracketed paste */
	{ 47, false, false },		/* the other screen */
	{ 1047, false, false },
	{ 1049, false, false },
};

#define NR_MODES	ARRAY_SIZE(modes)

static bool colours, region, keypad, graphics, shifted;
static char last;			/* byte that was written last */

/* The sequence that is being read. */
static enum { GROUND, ESCAPE, CSI, CHARSET } state;
static char params[64];
static size_t nr_params;

static void set_private(bool on)
{
	char *at = params + 1;

	while (*at) {
		int nr = strtol(at, &at, 10);
		size_t i;

		for (i = 0; i < NR_MODES; i++)
			if (modes[i].nr == nr)
				modes[i].now = on;
		if (*at && *at++ != ';')
			return;
	}
}

static void csi_end(char c)
{
	params[nr_params] = '\0';
	if ((c == 'h' || c == 'l') && params[0] == '?')
		set_private(c == 'h');
	else if (c == 'm')
		colours = params[0] && strcmp(params, "0");
	else if (c == 'r')
		region = params[0] && params[0] != '?';
}

static void in_csi(char c)
{
	if (c >= 0x40 && c <= 0x7e) {
		csi_end(c);
		state = GROUND;
	} else if (nr_params < sizeof(params) - 1) {
		params[nr_params++] = c;
	}
}

static void after_escape(char c)
{
	state = GROUND;
	if (c == '[') {
		state = CSI;
		nr_params = 0;
	} else if (c == '(') {
		state = CHARSET;
	} else if (c == '=' || c == '>') {
		keypad = c == '=';
	}
}

static void in_ground(char c)
{
	if (c == '\016' || c == '\017')
		shifted = c == '\016';
	else if (c)
		last = c;
}

void modes_follow(const char *buf, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		char c = buf[i];

		if (c == '\033') {
			state = ESCAPE;
		} else if (state == ESCAPE) {
			after_escape(c);
		} else if (state == CSI) {
			in_csi(c);
		} else if (state == CHARSET) {
			graphics = c == '0';
			state = GROUND;
		} else {
			in_ground(c);
		}
	}
}

void modes_undo(void)
{
	char out[512];
	size_t i;
	int n = 0;

	/* Resetting the region moves the cursor. */
	n += sprintf(out + n, "%s%s%s%s%s", region ? "\0337\033[r\0338" : "",
		     colours ? "\033[m" : "", keypad ? "\033>" : "",
		     graphics ? "\033(B" : "", shifted ? "\017" : "");
	for (i = 0; i < NR_MODES; i++)
		if (modes[i].now != modes[i].home)
			n += sprintf(out + n, "\033[?%d%c", modes[i].nr,
				     modes[i].home ? 'h' : 'l');
	if (last && last != '\n')
		n += sprintf(out + n, "\r\n");
	write_all(1, out, n);
}
