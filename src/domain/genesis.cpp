#include "domain/projections.h"
#include "domain/rules.h"

namespace parasol {

ChangeSet genesis(AccountId root, const std::string& operator_name, const std::string& number, PersonId owner,
                  const std::string& owner_name, const std::string& owner_email, GrantId grant, Instant now) {
    AccountRow account;
    account.id = root;
    account.kind = AccountKind::operator_;
    account.name = operator_name;
    account.number = number;
    account.signed_up = now;
    GrantRow given;
    given.id = grant;
    given.account = root;
    given.person = owner;
    given.role = Role::account_owner;
    given.person_name = owner_name;
    given.person_email = owner_email;
    given.since = now;

    RowSet nothing;
    for (;;) {
        std::vector<Scope> missed;
        {
            Work work(nothing);
            work.put(account_scope(root), account);
            work.put(person_scope(owner), PersonRow{owner, owner_name, owner_email});
            work.put(people_of(root), given);
            work.begin_projection();
            project(work);
            missed = work.missed_by_projection();
            if (missed.empty()) return work.take_changes();
        }
        for (const Scope& scope : missed) nothing.hold(scope);  // the work at its end drops what it created
    }
}

}  // namespace parasol
