// The rule of an import: every account of the file, or none.
#include <unordered_set>

#include "domain/account_rules.h"
#include "domain/import_check.h"
#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/text_rules.h"

namespace parasol::rules {
namespace {

Verdict check_base(Work& work, AccountId base) {
    const auto found = work.find<AccountRow>(account_scope(base), base);
    const Ancestry ancestry = ancestry_of(work, base);
    if (found.absent()) return Refusal::not_found;
    if (found.unknown()) return std::nullopt;
    if (found->state == AccountState::closed) return Refusal::account_closed;
    if (ancestry.suspended) return Refusal::account_suspended;
    if (!is_base(found->kind)) return Refusal::kind_not_allowed_here;
    return std::nullopt;
}

Verdict take_ids(Work& work, const std::vector<ImportRow>& rows) {
    std::unordered_set<Id, IdHash> ids;
    for (const ImportRow& row : rows) {
        if (!ids.insert(row.id).second) return Refusal::malformed;
        if (!row.internal_use_id.is_none() && !ids.insert(row.internal_use_id).second)
            return Refusal::malformed;
    }
    bool taken = false;
    for (const ImportRow& row : rows) {
        taken = !take_account_id(work, row.id, row.kind) || taken;
        if (row.internal_use_id.is_none()) continue;
        taken = !take_account_id(work, row.internal_use_id, AccountKind::internal_use) || taken;
    }
    return taken ? Verdict(Refusal::id_taken) : std::nullopt;
}

// Whether a drawn number is one that the file gives, or that is in use.
Verdict check_drawn(Work& work, const std::vector<std::string>& drawn, const std::vector<ImportRow>& rows) {
    if (drawn.empty()) return std::nullopt;
    std::unordered_set<std::string> numbers;
    for (const ImportRow& row : rows) numbers.insert(row.number);
    bool taken = false;
    for (const std::string& number : drawn) {
        taken = !numbers.insert(number).second || taken;
        taken = number_in_use(work, number) == Presence::present || taken;
    }
    return taken ? Verdict(Refusal::number_taken) : std::nullopt;
}

void put_rows(Context& context, const std::vector<ImportRow>& rows, const std::vector<AccountId>& parents) {
    std::size_t drawn = 0;
    const auto next_number = [&] {
        const auto& numbers = context.drawn.account_numbers;
        return drawn < numbers.size() ? numbers[drawn++] : std::string();
    };
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const ImportRow& row = rows[at];
        AccountRow account;
        account.id = row.id;
        account.parent = parents[at];
        account.kind = row.kind;
        account.name = tidy(row.name);
        account.number = row.number.empty() ? next_number() : row.number;
        account.third_party_reference = tidy(row.third_party_reference);
        account.contact.name = tidy(row.contact);
        account.contact.email = tidy(row.email);
        account.signed_up = context.envelope.time;
        const bool twin = !row.internal_use_id.is_none();
        put_account(context.work, account, row.internal_use_id, twin ? next_number() : std::string());
    }
}

}  // namespace

Verdict run(Context& context, const ImportAccounts& command) {
    Work& work = context.work;
    const AccountId base = context.envelope.account;
    if (command.rows.empty()) return Refusal::import_empty;
    if (command.rows.size() > longest_import_rows) return Refusal::import_too_large;
    if (const auto refusal = check_base(work, base)) return refusal;
    // A federation reaches the base and nothing below it.
    const bool reaches_below = context.envelope.via != Via::federation;
    ImportPlan plan = plan_import(work, base, command.rows, {}, reaches_below);
    if (const auto refusal = take_ids(work, command.rows)) return refusal;
    const Verdict clash = check_drawn(work, context.drawn.account_numbers, command.rows);
    if (work.undecided()) return std::nullopt;
    if (!plan.problems.empty()) {
        context.problems = std::move(plan.problems);
        return Refusal::import_row;
    }
    if (clash) return clash;
    put_rows(context, command.rows, plan.parents);
    return std::nullopt;
}

}  // namespace parasol::rules
