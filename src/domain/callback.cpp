#include "domain/callback.h"

namespace parasol {

SharedCall::SharedCall(const SharedCall& other) : held_(other.held_) {
    if (held_) ++held_->uses;
}

SharedCall::~SharedCall() {
    if (held_ && --held_->uses == 0) held_->destroy(held_);
}

}  // namespace parasol
