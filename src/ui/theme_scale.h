// What the reader's preferences do to sizes. Set by begin_frame; internal to src/ui.
#pragma once

struct ImFont;

namespace parasol::ui {

struct Scale {
    float text = 1;         // times every size of type
    bool coarse = false;    // fingers: larger targets
    bool calm = false;      // reduced motion
    ImFont* faces[3] = {};  // by Weight
};

void use_scale(const Scale& next);
const Scale& current_scale();

}  // namespace parasol::ui
