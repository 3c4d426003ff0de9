/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_RECORDED_H
#define TUI_APP_RECORDED_H

#include "data/recording.h"
#include "view/view.h"

/* What the recording @reader of the file @path says of itself, in @recorded. */
void recorded_about(const struct recording_reader *reader, const char *path,
		    struct view_recorded *recorded);

#endif
