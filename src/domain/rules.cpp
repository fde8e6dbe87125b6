#include "domain/rules.h"

#include <cassert>
#include <string_view>
#include <type_traits>

#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/projections.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// Looks through all fields of a command for what no client of ours sends: text that is not UTF-8, ids that
// are none.
struct ShapeCheck {
    bool valid = true;

    template <class T>
    void operator()(std::string_view name, const T& value) {
        if constexpr (std::is_convertible_v<const T&, std::string_view>) {
            valid = valid && is_valid_utf8(value);
        } else if constexpr (std::is_base_of_v<Id, T>) {
            const bool may_be_none = name == "internal_use_id";
            valid = valid && (may_be_none || !value.is_none());
        } else if constexpr (std::is_class_v<T>) {
            look_into(name, value);
        }
    }

    template <class T>
    void look_into(std::string_view name, const std::optional<T>& value) {
        if (value) (*this)(name, *value);
    }
    template <class T>
    void look_into(std::string_view name, const std::vector<T>& values) {
        for (const T& value : values) (*this)(name, value);
    }
    template <class T>
    void look_into(std::string_view, const T& value) {
        T::fields(value, *this);
    }
};

bool twin_fits(AccountKind kind, const AccountId& id, const AccountId& internal_use_id) {
    const bool has_twin = kind == AccountKind::partner || kind == AccountKind::reseller;
    return has_twin ? !internal_use_id.is_none() && internal_use_id != id : internal_use_id.is_none();
}

bool well_formed(const Envelope& envelope) {
    if (is_system(envelope.command) != envelope.person.is_none()) return false;
    ShapeCheck check;
    std::visit([&](const auto& command) { check("command", command); }, envelope.command);
    if (!check.valid) return false;
    if (const auto* add = std::get_if<AddAccount>(&envelope.command)) {
        return twin_fits(add->kind, add->id, add->internal_use_id);
    }
    if (const auto* set = std::get_if<SetNoticePreferences>(&envelope.command)) {
        const auto is_topics = [](std::int64_t bits) { return bits >= 0 && bits < (1 << notice_topic_count); };
        return is_topics(set->muted) && is_topics(set->mailed.value_or(0));
    }
    if (const auto* read = std::get_if<ReadNotices>(&envelope.command)) return read->notices.size() <= most_notices;
    if (const auto* import = std::get_if<ImportAccounts>(&envelope.command)) {
        for (const ImportRow& row : import->rows) {
            if (!twin_fits(row.kind, row.id, row.internal_use_id)) return false;
        }
    }
    return true;
}

// What the path says: a refusal, or nothing where it allows the command or is not known (then scopes were
// missed).
std::optional<Refusal> check_path(Work& work, const Envelope& envelope) {
    const auto needs = needs_of(envelope.command);
    if (!needs) {
        const bool own = envelope.via == Via::own && envelope.home == envelope.account;
        if (!is_system(envelope.command) && !own) return Refusal::not_found;
        return std::nullopt;
    }
    return refusal_of_path(work, envelope.person, envelope.home, envelope.via, envelope.account, *needs,
                           envelope.time);
}

Decision with_scopes(Work& work, Decision decision) {
    decision.missed_by_projection = work.missed_by_projection();
    decision.read = work.read();
    return decision;
}

}  // namespace

Decision decide(const Envelope& envelope, const Drawn& drawn, RowSet& rows) {
    if (!well_formed(envelope)) return {Refused{Refusal::malformed, {}}, {}, {}};
    assert(drawn.account_numbers.empty() ||
           drawn.account_numbers.size() == to_draw(envelope.command).account_numbers);
    Work work(rows);
    rules::Context context{work, envelope, drawn, {}};
    std::optional<Refusal> refusal = check_path(work, envelope);
    if (!refusal) {
        // Also where the path is not known yet: what the rule misses is then loaded in the same go.
        refusal =
            std::visit([&](const auto& command) { return rules::run(context, command); }, envelope.command);
    }
    if (work.undecided()) return with_scopes(work, {Undecided{work.missed()}, {}, {}});
    if (refusal) return with_scopes(work, {Refused{*refusal, std::move(context.problems)}, {}, {}});
    work.begin_projection();
    project(work);
    return with_scopes(work, {Done{work.take_changes()}, {}, {}});
}

ToDraw to_draw(const Command& command) {
    ToDraw draw;
    if (const auto* add = std::get_if<AddAccount>(&command)) {
        draw.account_numbers = add->internal_use_id.is_none() ? 1 : 2;
    } else if (const auto* import = std::get_if<ImportAccounts>(&command)) {
        for (const ImportRow& row : import->rows) {
            draw.account_numbers += (row.number.empty() ? 1 : 0) + (row.internal_use_id.is_none() ? 0 : 1);
        }
    }
    draw.access_code =
        std::holds_alternative<CreateFederation>(command) || std::holds_alternative<IssueCode>(command);
    return draw;
}

}  // namespace parasol
