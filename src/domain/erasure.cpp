#include "domain/erasure.h"

#include <type_traits>
#include <variant>

#include "domain/activity.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::string_view erased_name = "Erased person ";
constexpr std::size_t shown_digits = 6;  // of the id's end, which is random

std::string digits_of(const PersonId& person) {
    std::string digits = to_string(person);
    std::erase(digits, '-');
    return digits;
}

// Visits the fields of one row or command, ids before the names that belong to them.
struct Forgetter {
    const Erased& who;
    bool written;
    bool changed = false;
    bool knows_person = false, is_person = false;
    bool knows_by = false, is_by = false;

    void operator()(std::string_view field, std::string& text) {
        const auto is = [&](const std::string& said, const std::string& whole) {
            return !whole.empty() && said == (field == "subject" ? cut_subject(whole) : whole);
        };
        if (is(lower_email(text), who.email)) {
            replace(text, who.address());
        } else if (names_them(field) && is(text, who.name)) {
            replace(text, who.pseudonym());
        }
    }
    template <class T>
    void operator()(std::string_view field, T& value) {
        if constexpr (std::is_same_v<T, PersonId>) {
            const bool same = value == who.person;
            if (field == "person" || field == "id") {
                knows_person = true;
                is_person = same;
            } else if (field.ends_with("_by")) {
                knows_by = true;
                is_by = same;
            }
        }
    }

    bool names_them(std::string_view field) const {
        if (field == "subject") return true;  // of what was recorded
        if (field == "name") return is_person;
        if (field == "person_name") return knows_person ? is_person : written;
        if (field.ends_with("_by_name")) return knows_by ? is_by : written;
        return false;
    }
    void replace(std::string& text, std::string with) {
        text = std::move(with);
        changed = true;
    }
};

struct Finder {
    const std::string pseudonym, address;
    bool found = false;
    void operator()(std::string_view, const std::string& text) {
        found = found || text == pseudonym || text == address;
    }
    template <class T>
    void operator()(std::string_view, const T&) {}
};

struct Blanker {
    bool changed = false;
    void operator()(std::string_view, std::string& text) {
        changed = changed || !text.empty();
        text.clear();
    }
    template <class T>
    void operator()(std::string_view, T&) {}
};

template <class Variant>
bool forget_fields(Variant& one, const Erased& who, bool written) {
    Forgetter forgetter{who, written};
    std::visit([&](auto& typed) { std::decay_t<decltype(typed)>::fields(typed, forgetter); }, one);
    return forgetter.changed;
}

}  // namespace

bool is_erased_address(std::string_view email) { return email.ends_with(erased_domain); }

bool is_pseudonym(std::string_view text) { return text.starts_with(erased_name) || is_erased_address(text); }

std::string Erased::pseudonym() const {
    const std::string digits = digits_of(person);
    return std::string(erased_name) + digits.substr(digits.size() - shown_digits);
}

std::string Erased::address() const { return digits_of(person).append(erased_domain); }

bool forget(Row& row, const Scope& scope, const Erased& who, bool written) {
    if (!is_key(scope.kind) || scope.id != who.person) return forget_fields(row, who, written);
    Blanker blanker;
    std::visit([&](auto& typed) { std::decay_t<decltype(typed)>::fields(typed, blanker); }, row);
    return blanker.changed;
}

bool forget(Command& command, const Erased& who) { return forget_fields(command, who, false); }

bool forget(Scope& scope, const Erased& who) {
    const bool by_address = scope.kind == ScopeKind::invited || scope.kind == ScopeKind::key_email;
    if (!by_address || who.email.empty() || scope.text != who.email) return false;
    scope.text = who.address();
    return true;
}

bool is_forgotten(const Row& row, const Scope& scope, const Erased& who) {
    Finder finder{who.pseudonym(), who.address()};
    std::visit([&](const auto& typed) { std::decay_t<decltype(typed)>::fields(typed, finder); }, row);
    return finder.found || scope.text == finder.address;
}

}  // namespace parasol
