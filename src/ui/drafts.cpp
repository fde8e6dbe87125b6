#include "ui/drafts.h"

#include <iterator>
#include <utility>

#include "replica/replica.h"
#include "wire/json_fields.h"

namespace parasol {
namespace {

constexpr std::size_t largest = 65536;  // bytes of one form

// A record of the store `drafts`: whose it is says the storage itself, which is one person's.
std::string key_of(const std::pair<Id, std::string>& place) { return to_string(place.first) + "/" + place.second; }

}  // namespace

std::string TypedFields::text() const {
    JsonWriter writer;
    writer.open('{');
    for (const Field& field : fields_) {
        const std::string_view value = field.text ? std::string_view(*field.text) : field.names.names[*field.choice];
        if (value.empty()) continue;
        writer.key(field.name);
        writer.value(value);
    }
    writer.close('}');
    return writer.take();
}

bool TypedFields::read(std::string_view text) const {
    const auto document = JsonDocument::parse(text, largest);
    if (!document || !document->root().is_object()) return false;
    for (const bool writes : {false, true}) {  // nothing before all of it is good
        for (const Field& field : fields_) {
            std::size_t hint = document->root().first();
            const JsonNode member = document->root().member(field.name, hint);
            const auto value = member.there() ? member.text() : std::string_view{};
            const auto choice = value && field.choice ? find_name(field.names, *value) : std::size_t{0};
            if (!value || !choice) return false;
            if (!writes) continue;
            if (field.text) *field.text = *value;
            else *field.choice = static_cast<unsigned char>(*choice);
        }
    }
    return true;
}

void Drafts::keep_in(Replica& replica) {
    if (replica_ == &replica) return;
    clear();
    replica_ = &replica;
}

void Drafts::recall(const Place& place, Base& draft) const {
    draft.fresh = draft.typed.text();
    const std::string* text = replica_ ? replica_->draft(key_of(place)) : nullptr;
    draft.form->as_left = text && draft.typed.read(*text);
}

void Drafts::start(Base& draft, const std::string& typed, bool afresh) {
    const bool left = !afresh && typed != draft.fresh;
    draft.fresh = draft.typed.text();
    draft.form->as_left = left && typed != draft.fresh && draft.typed.read(typed);
    draft.form->open = true;
    draft.form->leads = afresh;
}

void Drafts::save() {
    for (auto at = drafts_.begin(); at != drafts_.end();) {
        Base& draft = *at->second;
        const KeptForm* form = draft.form;
        const bool ended = form && form->ended;
        const bool used = std::exchange(draft.used, false);
        if (replica_ && (ended || (form && used && (form->open || draft.was_open)))) {
            const std::string text = ended ? draft.fresh : draft.typed.text();
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
