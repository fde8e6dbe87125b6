// An edit of an account that was refused because somebody else had changed the same fields meanwhile.
#pragma once

#include "ui/screen.h"

namespace parasol::screens {

// What each field that it was to change is now, and what was typed.
void draw_refused_edit(const Scene& scene, Wishes& wishes, const RefusedCommand& refused);
// Puts what was typed back into the account's form, beside what is being typed there.
void take_up_edit(Drafts& drafts, const RefusedCommand& refused);

}  // namespace parasol::screens
