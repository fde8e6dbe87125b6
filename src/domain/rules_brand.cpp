// How a base account looks to those below it (PRODUCT 4 "branding (name, colour, logo; inherited downwards)").
#include "domain/account_rules.h"
#include "domain/brand.h"
#include "domain/text_rules.h"

namespace parasol::rules {
namespace {

Verdict check_brand(const SetBrand& command) {
    if (command.name && !trimmed(command.name->to).empty()) {
        if (const auto refusal = check_name(command.name->to)) return refusal;
        if (code_points(trimmed(command.name->to)) > longest_brand_name) return Refusal::name_too_long;
    }
    const std::string colour = command.colour ? tidy(command.colour->to) : std::string();
    if (!colour.empty() && !is_colour(colour)) return Refusal::colour_not_valid;
    if (command.logo && !command.logo->empty() && !is_logo(*command.logo)) return Refusal::logo_not_valid;
    return std::nullopt;
}

}  // namespace

Verdict run(Context& context, const SetBrand& command) {
    Work& work = context.work;
    const AccountId id = context.envelope.account;
    const auto found = work.find<AccountRow>(account_scope(id), id);
    const bool removes = command.logo && command.logo->empty();
    const bool had_logo = removes && work.find<LogoRow>(logo_of(id), id).present();
    if (found.absent()) return Refusal::not_found;
    if (found.present()) {
        if (!is_base(found->kind)) return Refusal::not_a_base_account;
        if (found->state == AccountState::closed) return Refusal::account_closed;
    }
    if (const auto refusal = check_brand(command)) return refusal;
    if (work.undecided()) return std::nullopt;
    AccountRow account = *found;
    if (const auto refusal = apply_edit(command.name, account.brand.name)) return refusal;
    if (const auto refusal = apply_edit(command.colour, account.brand.colour)) return refusal;
    if (command.logo) account.brand.logo = !command.logo->empty();
    work.put(account_scope(id), account);
    if (!command.logo) return std::nullopt;
    if (!command.logo->empty()) work.put(logo_of(id), LogoRow{id, *command.logo});
    else if (had_logo) work.erase<LogoRow>(logo_of(id), id);
    return std::nullopt;
}

}  // namespace parasol::rules
