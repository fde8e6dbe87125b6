#include "ui/drafts.h"

#include <iterator>
#include <utility>

#include "replica/replica.h"

namespace parasol {
namespace {

// A record of the store `drafts`: whose it is says the storage itself, which is one person's.
std::string key_of(const std::pair<Id, std::string>& place) { return to_string(place.first) + "/" + place.second; }

}  // namespace

void Drafts::keep_in(Replica& replica) {
    if (replica_ == &replica) return;
    clear();
    replica_ = &replica;
}

void Drafts::recall(const Place& place, Base& draft) const {
    draft.fresh = draft.text();
    const std::string* text = replica_ ? replica_->draft(key_of(place)) : nullptr;
    if (text) draft.read(*text);
}

void Drafts::save() {
    for (auto at = drafts_.begin(); at != drafts_.end();) {
        Base& draft = *at->second;
        const KeptForm* form = draft.form();
        const bool ended = form && form->ended;
        const bool used = std::exchange(draft.used, false);
        if (replica_ && (ended || (form && used && (form->open || draft.was_open)))) {
            const std::string text = ended ? draft.fresh : draft.text();
            if (text == draft.fresh) replica_->drop_draft(key_of(at->first));
            else replica_->save_draft(key_of(at->first), text);
            draft.was_open = form->open;
        }
        at = ended ? drafts_.erase(at) : std::next(at);
    }
}

void Drafts::clear() {
    drafts_.clear();
    replica_ = nullptr;
}

}  // namespace parasol
