// SPDX-License-Identifier: GPL-2.0
/* How far a scenario is, told without getting in the way. */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/format.h"
#include "output.h"
#include "progress.h"

#define EVERY_TERMINAL_NS	(100 * NSEC_PER_MSEC)
#define EVERY_LOG_NS		(5 * NSEC_PER_SEC)

/* @value * @mul / @div, as large as fits. */
static uint64_t mul_div(uint64_t value, uint64_t mul, uint64_t div)
{
	unsigned __int128 result = (unsigned __int128)value * mul / div;

	return result > UINT64_MAX ? UINT64_MAX : (uint64_t)result;
}

void progress_text(char *buf, size_t len, const struct order *order,
		   size_t page_size, uint64_t elapsed_ns)
{
	uint64_t done = order->covered * page_size;
	uint64_t total = order->pages * page_size;
	char have[FORMAT_MAX], all[FORMAT_MAX], percent[FORMAT_MAX];
	char rate[FORMAT_MAX] = "-", left[FORMAT_MAX] = "?";

	format_size(have, sizeof(have), done);
	format_size(all, sizeof(all), total);
	format_percent(percent, sizeof(percent), done, total);
	if (elapsed_ns)
		format_size(rate, sizeof(rate),
			    mul_div(done, NSEC_PER_SEC, elapsed_ns));
	if (order->steps)
		format_age(left, sizeof(left),
			   mul_div(order_left(order), elapsed_ns,
				   order->steps));
	snprintf(buf, len, "%s %5s of %5s  %5s%%  %5s/s  %s left", order->verb,
		 have, all, percent, rate, left);
}

/* Columns that a line may take without wrapping. */
static size_t columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || size.ws_col < 2)
		return 79;
	return size.ws_col - 1;
}

static void draw(struct progress *progress, uint64_t now_ns)
{
	char line[PROGRESS_MAX];
	size_t max, len;

	progress_text(line, sizeof(line), progress->order, progress->page_size,
		      now_ns - progress->start_ns);
	if (!progress->terminal) {
		out("%s\n", line);
		return;
	}
	max = columns();
	if (strlen(line) > max)
		line[max] = '\0';
	len = strlen(line);
	/* what is left of a longer line before is wiped with blanks */
	if (progress->width > max)
		progress->width = max;
	out("\r%-*s", (int)progress->width, line);
	progress->width = len;
}

void progress_start(struct progress *progress, const struct order *order,
		    size_t page_size, uint64_t now_ns)
{
	*progress = (struct progress){
		.order = order,
		.page_size = page_size,
		.start_ns = now_ns,
		.terminal = isatty(STDOUT_FILENO),
	};
	progress->next_ns = now_ns;
	if (!progress->terminal)
		progress->next_ns += EVERY_LOG_NS;
}

void progress_show(struct progress *progress, uint64_t now_ns)
{
	if (now_ns < progress->next_ns)
		return;
	if (!out_is_theirs())
		draw(progress, now_ns);
	progress->next_ns = now_ns + (progress->terminal ? EVERY_TERMINAL_NS :
							   EVERY_LOG_NS);
}

void progress_end(struct progress *progress, uint64_t now_ns)
{
	if (out_is_theirs())
		return;
	draw(progress, now_ns);
	if (progress->terminal)
		out("\n");
}
