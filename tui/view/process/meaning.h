/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PROCESS_MEANING_H
#define TUI_VIEW_PROCESS_MEANING_H

#include "view/process/process.h"

/* "tamalloc: read 45.2M: ..." of the mapping, else of the process. */
void meaning_draw(const struct process_view *process,
		  const struct process_layout *layout, struct screen *screen);

#endif
