// The engine's part of how people sign in: what takes a password's hash goes on between two jobs.
#include "authority/engine.h"
#include "authority/mails.h"
#include "authority/sessions.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::size_t most_touched = 20000;
constexpr Duration touched_again = 600 * one_second;

}  // namespace

const AuthorityPeople& authority_people() {
    using Engine = Authority::Engine;
    static constexpr AuthorityPeople people{&Engine::take, &Engine::job_of_people, &Engine::note_mails,
                                            &Engine::watch_mails, &Engine::look_for_erasures, &Turn::mails_of};
    return people;
}

Recorded Turn::mails_of(Wish& wish, const Envelope& envelope, const ChangeSet& done, const ChangeSet& notices) {
    Work work(rows());
    mail_notices(work, desk_, notices, envelope.time);
    if (std::holds_alternative<InviteAdministrator>(envelope.command)) {
        if (!wish.link) wish.link.emplace(desk_);
        for (const Change& change : done) {
            const auto* invitation = change.after ? std::get_if<InvitationRow>(&*change.after) : nullptr;
            if (invitation) put_invitation_link(work, desk_, *wish.link, *invitation);
        }
    }
    std::vector<Scope> missed = work.missed();
    const std::vector<Scope>& created = work.missed_by_projection();
    missed.insert(missed.end(), created.begin(), created.end());
    return {std::move(missed), work.read(), work.take_changes()};
}

bool Authority::Engine::take(Request& request, Done& done) {
    if (!request.session.empty()) touch(request.session, request.sender);
    if (auto* sign_in = std::get_if<SignIn>(&request.body)) {
        sign_in_by_password(std::move(*sign_in), std::move(request.sender), std::move(done));
    } else if (auto* use = std::get_if<UseLink>(&request.body)) {
        use_link(std::move(*use), std::move(request.sender), std::move(done));
    } else if (auto* confirms = std::get_if<ConfirmSignIn>(&request.body)) {
        confirm(std::move(request.session), std::move(*confirms), std::move(done));
    } else if (auto* change = std::get_if<ChangePassword>(&request.body)) {
        change_password(std::move(request.session), std::move(change->password), std::move(request.sender),
                        std::move(done));
    } else if (std::holds_alternative<ExportOwnData>(request.body)) {
        export_own_data(std::move(request.session), std::move(done));
    } else if (const auto* erase = std::get_if<ErasePerson>(&request.body); erase && options_.keeper) {
        erase_person(std::move(request.session), lower_email(trimmed(erase->email)), std::move(done));
    } else if (auto* reset = std::get_if<RequestPasswordReset>(&request.body); reset && options_.mailer) {
        // Answered before anything is looked up: neither the answer nor its time says whether there is such a person.
        const auto keeper = shared_from_this();  // the answer may be the end of the authority
        done(Acknowledged{});
        if (!closed_) run(make_reset_link_job(desk_, lower_email(trimmed(reset->email))), {});
    } else {
        return false;
    }
    return true;
}

Reply Authority::Engine::too_busy() const { return Refusing{Refusal::sign_in_slowed, desk_.clock.now() + one_second}; }

void Authority::Engine::compare(const std::string& password, const std::string& hash, Done done,
                                Callback<void(Engine&)> then) {
    const auto compared = [done = std::move(done), then = std::move(then)](Engine& self, std::optional<bool> same) {
        if (!same) return done(self.too_busy());
        if (!*same) return done(Refusing{Refusal::wrong_sign_in, 0});
        then(self);
    };
    options_.passwords->verify(password, hash, guarded(compared));
}

void Authority::Engine::hash(const std::string& password, Done done, Callback<void(Engine&, std::string)> then) {
    const auto made = [done = std::move(done), then = std::move(then)](Engine& self,
                                                                       std::optional<std::string> hash) {
        if (!hash) return done(self.too_busy());
        then(self, std::move(*hash));
    };
    options_.passwords->make(password, guarded(made));
}

void Authority::Engine::sign_in_by_password(SignIn request, Sender sender, Done done) {
    const auto found = std::make_shared<PasswordOf>();
    auto job = make_find_password_job(desk_, {.email = lower_email(trimmed(request.email))}, found);
    Entrance entrance{std::move(request.code), request.shared, std::move(sender)};
    run(std::move(job), guarded([found, entrance = std::move(entrance), password = std::move(request.password),
                                 done = std::move(done)](Engine& self, Reply reply) {
            if (std::holds_alternative<Refusing>(reply)) return done(std::move(reply));
            // Also where there is nobody: the answer takes as long.
            self.compare(password, found->hash, done, [found, entrance, done](Engine& engine) {
                engine.run(make_begin_session_job(engine.desk_, std::move(*found), entrance), done);
            });
        }));
}

void Authority::Engine::use_link(UseLink request, Sender sender, Done done) {
    const auto found = std::make_shared<PasswordOf>();
    auto job = make_look_at_link_job(desk_, request.token, found);
    Entrance entrance{request.code, request.shared, std::move(sender)};
    run(std::move(job), guarded([found, entrance = std::move(entrance), request = std::move(request),
                                 done = std::move(done)](Engine& self, Reply reply) {
            const auto* link = std::get_if<LinkFound>(&reply);
            if (!link) return done(std::move(reply));
            const auto use = [entrance, token = request.token, done](Engine& engine, ByLink by) {
                engine.run(make_use_link_job(engine.desk_, token, std::move(by), entrance), done);
            };
            if (link->has_password) {
                return self.compare(request.password, found->hash, done, [found, use](Engine& engine) {
                    use(engine, {.compared = found->hash});
                });
            }
            if (const auto refusal = check_password(request.password, link->email)) return done(Refusing{*refusal, 0});
            self.hash(request.password, done, [use](Engine& engine, std::string made) {
                use(engine, {.made = std::move(made)});
            });
        }));
}

void Authority::Engine::confirm(std::string session, ConfirmSignIn request, Done done) {
    if (session.empty()) return done(Refusing{Refusal::signed_out, 0});
    const auto found = std::make_shared<PasswordOf>();
    auto job = make_find_password_job(desk_, {.session = session}, found);
    run(std::move(job), guarded([found, session = std::move(session), request = std::move(request),
                                 done = std::move(done)](Engine& self, Reply reply) {
            if (std::holds_alternative<Refusing>(reply)) return done(std::move(reply));
            self.compare(request.password, found->hash, done, [found, session, code = request.code,
                                                              done](Engine& engine) {
                engine.run(make_confirm_job(engine.desk_, session, std::move(*found), code), done);
            });
        }));
}

void Authority::Engine::change_password(std::string session, std::string password, Sender sender, Done done) {
    auto job = make_may_change_password_job(desk_, session, password);
    run(std::move(job), guarded([session = std::move(session), password = std::move(password),
                                 sender = std::move(sender), done = std::move(done)](Engine& self, Reply reply) {
            if (std::holds_alternative<Refusing>(reply)) return done(std::move(reply));
            self.hash(password, done, [session, sender, done](Engine& engine, std::string made) {
                engine.run(make_change_password_job(engine.desk_, session, std::move(made), sender), done);
            });
        }));
}

std::unique_ptr<Job> Authority::Engine::job_of_people(Request& request) {
    std::string& session = request.session;
    if (auto* make = std::get_if<MakeInvitationLink>(&request.body)) {
        return make_invitation_link_job(desk_, std::move(session), *make);
    }
    if (auto* look = std::get_if<LookAtLink>(&request.body)) {
        return make_look_at_link_job(desk_, std::move(look->token), std::make_shared<PasswordOf>());
    }
    if (std::holds_alternative<ListSessions>(request.body)) {
        return make_list_sessions_job(desk_, std::move(session));
    }
    if (const auto* revoke = std::get_if<RevokeSession>(&request.body)) {
        return make_revoke_session_job(desk_, std::move(session), *revoke);
    }
    if (!options_.codes) return nullptr;
    if (std::holds_alternative<BeginSecondFactor>(request.body)) {
        return make_begin_second_factor_job(desk_, std::move(session));
    }
    if (auto* on = std::get_if<TurnOnSecondFactor>(&request.body)) {
        return make_turn_on_second_factor_job(desk_, std::move(session), std::move(on->code));
    }
    if (std::holds_alternative<TurnOffSecondFactor>(request.body)) {
        return make_turn_off_second_factor_job(desk_, std::move(session));
    }
    if (std::holds_alternative<MakeRecoveryCodes>(request.body)) {
        return make_recovery_codes_job(desk_, std::move(session));
    }
    return nullptr;
}

// A note of it is a write, so it is made rarely; and apart from what is asked, which then reads alone.
void Authority::Engine::touch(const std::string& session, const Sender& sender) {
    const Instant now = desk_.clock.now();
    Instant& last = touched_[desk_.vault.fingerprint("session", session)];
    if (last != 0 && now - last < touched_again && now >= last) return;
    last = now;
    if (touched_.size() > most_touched) touched_.clear();
    run(make_touch_job(desk_, session, sender), {});
}

}  // namespace parasol
