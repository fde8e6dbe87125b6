#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <utility>

#include "bench/server/device.h"
#include "bench/server/parasold.h"
#include "bench/server/parts.h"
#include "wire/json.h"

namespace parasol::bench {
namespace {

constexpr std::size_t most_authors = 1000;
constexpr std::size_t usual_run = 5;   // commands that come together from one author
constexpr std::size_t longest_run = 64;  // of a replica's push
constexpr unsigned status_ok = 200;

// Somebody's replica, as far as the server sees it: one push at a time, with everything that waits by then.
struct Author {
    Session session;
    AccountRow account;  // as it will be when all is done
    ClientId client;
    std::int64_t seq = 0;  // of the last command that was pushed
    std::size_t number = 0;
    std::deque<Time> waiting;  // when each command was due
    std::vector<Time> pushed;  // those of the push under way
    std::shared_ptr<Link> link;
    // What their replica asks after a push.
    std::shared_ptr<Link> pulls;
    std::string cookie;
    bool pull_wanted = false;
};

// How commands come: so many together from one author, with a pull after each push, as a replica does, or without.
struct Manner {
    std::size_t together = usual_run;
    bool pulls = false;
};

struct Step {
    double rate = 0;
    std::size_t due = 0;
    std::size_t answered = 0;
    std::size_t failed = 0;
    std::size_t failed_pulls = 0;
    double done_a_second = 0;
    double commits_a_second = 0;
    double server_share = 0;  // of one processor
    double own_share = 0;
    std::size_t backlog = 0;  // when the time was up
    std::vector<double> delays;  // ms from when a command was due to its answer
    bool keeps_up() const {
        return failed == 0 && failed_pulls == 0 && static_cast<double>(backlog) <= std::max(rate / 4, 50.0) &&
               done_a_second >= 0.95 * rate;
    }
};

// What somebody changes when they go through a form: one field after another.
Envelope next_command(Author& author, Instant now) {
    const std::size_t number = ++author.number;
    AccountRow& account = author.account;
    EditAccount edit;
    const auto change = [&](std::optional<Edit>& of, std::string& field, const std::string& to) {
        of = Edit{field, to};
        field = to;
    };
    const std::string mark = std::to_string(author.seq + 1) + "-" + std::to_string(now % 100000);
    switch (number % 5) {
        case 0: change(edit.contact_name, account.contact.name, "Contact " + mark); break;
        case 1: change(edit.contact_street, account.contact.street, mark + " High Street"); break;
        case 2: change(edit.contact_city, account.contact.city, "City " + mark); break;
        case 3: change(edit.contact_postcode, account.contact.postcode, "P " + mark); break;
        default:
            change(edit.third_party_reference, account.third_party_reference, account.number + "-" + mark);
    }
    Envelope envelope;
    envelope.client = author.client;
    envelope.seq = ++author.seq;
    envelope.person = author.session.person;
    envelope.home = account.id;
    envelope.account = account.id;
    envelope.time = now;
    envelope.command = std::move(edit);
    return envelope;
}

class Generator {
  public:
    Generator(Loop& loop, const Parasold& server, const People& people) : loop_(loop), server_(server) {
        for (std::size_t at = 0; at < people.sessions.size(); ++at) {
            auto author = std::make_unique<Author>();
            author->session = people.sessions[at];
            author->account = people.owners[at].account;
            author->client = ClientId(draw_id(loop.clock, loop.chance));
            author->link = std::make_shared<Link>(loop.io, server.port(), author->session);
            author->pulls = std::make_shared<Link>(loop.io, server.port(), author->session);
            authors_.push_back(std::move(author));
        }
    }
    ~Generator() {
        for (const auto& author : authors_) {
            author->link->close();
            author->pulls->close();
        }
    }

    // Commands come at random moments, `rate` a second on average, some together from one author, whatever becomes of
    // those before.
    Step run(double rate, double seconds, Manner manner) {
        Step step;
        step.rate = rate;
        step_ = &step;
        manner_ = manner;
        const double commits = metric("parasold_commits_total");
        const double cpu = server_.cpu_seconds();
        const double own = own_cpu_seconds();
        const Time from = time_now();
        const Time end = from + std::chrono::duration_cast<Time::duration>(Seconds(seconds));
        Time next = from;
        run_until(loop_.io, seconds, [&] {
            for (const Time now = time_now(); next <= now && next < end;) {
                Author& author = *authors_[chance_.below(authors_.size())];
                for (std::size_t at = 0; at < manner.together; ++at) author.waiting.push_back(next);
                step.due += manner.together;
                if (!author.link->busy()) push(author);
                next += std::chrono::duration_cast<Time::duration>(Seconds(pause(rate / double(manner.together))));
            }
            return false;
        });
        const double took = seconds_since(from);
        step.backlog = step.due - step.answered - step.failed;
        step.done_a_second = static_cast<double>(step.answered) / took;
        step.server_share = (server_.cpu_seconds() - cpu) / took * 100;
        step.own_share = (own_cpu_seconds() - own) / took * 100;
        // What is left is worked off, so that the next step begins with nothing.
        run_until(loop_.io, 60, [&] { return step.answered + step.failed >= step.due; });
        step.commits_a_second = (metric("parasold_commits_total") - commits) /
                                static_cast<double>(std::max<std::size_t>(step.answered, 1)) * step.done_a_second;
        step_ = nullptr;
        return step;
    }

    // How many of some authors' commands were refused: that would be cheaper than doing them.
    std::size_t refused() {
        std::size_t count = 0;
        for (std::size_t at = 0; at < authors_.size(); at += authors_.size() / 20 + 1) {
            Author& author = *authors_[at];
            Pull pull;
            pull.clients.push_back(author.client);
            bool done = false;
            author.link->ask(sync_request(author.session, encode(Request{1, person(author), pull}), true),
                             [&](const HttpReply& reply) {
                                 done = true;
                                 const auto answer = decode_reply(reply.body);
                                 const auto* pulled = answer ? std::get_if<Pulled>(&*answer) : nullptr;
                                 if (!pulled) return;
                                 for (const Outcome& outcome : pulled->outcomes) count += outcome.refusal ? 1 : 0;
                             });
            run_until(loop_.io, 10, [&] { return done; });
        }
        return count;
    }

  private:
    double pause(double a_second) {
        const double drawn = (static_cast<double>(chance_.below(1U << 30)) + 1) / static_cast<double>(1U << 30);
        return -std::log(drawn) / a_second;
    }

    static std::string person(const Author& author) { return to_string(author.session.person); }

    void push(Author& author) {
        Push push;
        push.ended = author.seq;
        const Instant now = loop_.clock.now();
        while (!author.waiting.empty() && author.pushed.size() < longest_run) {
            push.commands.push_back(next_command(author, now));
            author.pushed.push_back(author.waiting.front());
            author.waiting.pop_front();
        }
        const std::int64_t last = author.seq;
        author.link->ask(sync_request(author.session, encode(Request{1, person(author), std::move(push)}), true),
                         [this, &author, last](const HttpReply& reply) { pushed(author, last, reply); });
    }

    void pushed(Author& author, std::int64_t last, const HttpReply& reply) {
        const auto answer = reply.status == status_ok ? decode_reply(reply.body) : std::nullopt;
        const auto* taken = answer ? std::get_if<Pushed>(&*answer) : nullptr;
        const bool well = taken && taken->last_seq == last && !taken->refusal;
        const Time now = time_now();
        for (const Time due : author.pushed) {
            if (well) step_->delays.push_back(Seconds(now - due).count() * 1000);
        }
        (well ? step_->answered : step_->failed) += author.pushed.size();
        if (!well && step_->failed == author.pushed.size()) {
            note("a push was answered " + std::to_string(reply.status) + " " + reply.body.substr(0, 200));
        }
        author.pushed.clear();
        if (manner_.pulls) pull(author);
        if (!author.waiting.empty()) push(author);
    }

    void pull(Author& author) {
        author.pull_wanted = author.pulls->busy();
        if (author.pull_wanted) return;
        const AccountRow& account = author.account;
        Pull pull;
        pull.cookie = author.cookie;
        pull.held = {person_scope(author.session.person), inbox_of(author.session.person), account_scope(account.id),
                     people_of(account.id),               face_of(account.parent),         standing_of(account.parent)};
        pull.clients.push_back(author.client);
        pull.ended.push_back({author.client, author.seq});
        author.pulls->ask(sync_request(author.session, encode(Request{1, person(author), std::move(pull)}), true),
                          [this, &author](const HttpReply& reply) {
                              const auto answer = decode_reply(reply.body);
                              const auto* pulled = answer ? std::get_if<Pulled>(&*answer) : nullptr;
                              if (pulled) author.cookie = pulled->cookie;
                              if (!pulled && step_) ++step_->failed_pulls;
                              if (author.pull_wanted) this->pull(author);
                          });
    }

    double metric(const std::string& name) {
        const auto link = std::make_shared<Link>(loop_.io, server_.port());
        double value = 0;
        bool done = false;
        const std::string request = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        link->ask(request, [&](const HttpReply& reply) {
            done = true;
            const std::size_t at = reply.body.find("\n" + name + " ");
            if (at != std::string::npos) value = std::strtod(reply.body.c_str() + at + name.size() + 2, nullptr);
        });
        run_until(loop_.io, 10, [&] { return done; });
        link->close();
        return value;
    }

    Loop& loop_;
    const Parasold& server_;
    SeededChance chance_{5};
    std::vector<std::unique_ptr<Author>> authors_;
    Step* step_ = nullptr;
    Manner manner_;
};

void tell(const Step& step) {
    note(number(step.rate) + " a second: " + number(step.done_a_second) + " done in " +
         number(step.commits_a_second) + " commits, " + std::to_string(step.backlog) + " left, 99 of 100 within " +
         number(share_of(step.delays, 0.99)) + " ms; processor: server " + number(step.server_share) + " %, clients " +
         number(step.own_share) + " %" + (step.keeps_up() ? "" : "; too many"));
}

// The highest rate that it keeps up with, each tried for so many seconds.
Step highest(Generator& generator, const Effort& effort, Manner manner) {
    const double seconds = effort.seconds(4);
    Step best;
    double too_many = 0;
    const std::vector<double> rates =
        effort.quick ? std::vector<double>{200, 400}
                     : std::vector<double>{250, 500, 750, 1100, 1600, 2400, 3500, 5000, 7000, 10000, 14000, 20000};
    const auto attempt = [&](double rate) {
        Step step = generator.run(rate, seconds, manner);
        // Once more: something else may have run beside.
        if (!step.keeps_up()) step = generator.run(rate, seconds, manner);
        tell(step);
        if (step.keeps_up()) best = std::move(step);
        else too_many = rate;
    };
    for (const double rate : rates) {
        attempt(rate);
        if (too_many > 0) break;
    }
    for (int turn = 0; turn < 2 && too_many > 0 && best.rate > 0; ++turn) attempt((best.rate + too_many) / 2);
    return best;
}

}  // namespace

bool measure_commands(const Subject& subject, Figures& figures) {
    const std::size_t count = subject.effort.count(most_authors, 100);
    People people = add_people(subject.data, count, 0, count);
    if (!people.problem.empty()) {
        note(people.problem);
        return false;
    }
    people.sessions.resize(std::min(people.sessions.size(), people.owners.size()));
    const Parasold server(subject.program, subject.pages, subject.data);
    if (!server.running()) return false;
    heading("Durable commands by " + std::to_string(people.owners.size()) + " people, each on an account of theirs");
    Loop loop;
    Generator generator(loop, server, people);
    // Rows are read from the disk when they are first needed; this is about the days after.
    generator.run(subject.effort.quick ? 200 : 500, subject.effort.seconds(5), {});
    if (subject.rate > 0) {
        for (const Manner manner : {Manner{usual_run, false}, Manner{usual_run, true}, Manner{1, false}}) {
            const char* pulls = manner.pulls ? ", each push followed by a pull" : "";
            note(std::to_string(manner.together) + " together" + pulls);
            tell(generator.run(subject.rate, subject.effort.seconds(20), manner));
        }
        return true;
    }
    const Step best = highest(generator, subject.effort, {});
    figures.commands = best.done_a_second;
    figures.together = best.done_a_second / std::max(best.commits_a_second, 0.001);
    say("durable commands a second, 5 coming together", best.done_a_second, "", "5,000");
    say("commits a second then", best.commits_a_second, "");
    say("commands of one commit", figures.together, "");
    const Step half = generator.run(best.rate / 2, subject.effort.seconds(10), {});
    figures.answer_50 = share_of(half.delays, 0.5);
    figures.answer_99 = share_of(half.delays, 0.99);
    say("at half that rate: half are answered within", figures.answer_50, "ms");
    say("99 of 100 within", figures.answer_99, "ms");
    const Step answered = highest(generator, subject.effort, {usual_run, true});
    figures.with_pulls = answered.done_a_second;
    say("the same with a pull after each push, as replicas do", answered.done_a_second, "", "5,000");
    say("commands of one commit", answered.done_a_second / std::max(answered.commits_a_second, 0.001), "");
    const Step single = highest(generator, subject.effort, {1, false});
    say("durable commands a second, each by itself", single.done_a_second, "", "5,000");
    say("commands of one commit", single.done_a_second / std::max(single.commits_a_second, 0.001), "");
    const std::size_t refused = generator.refused();
    if (refused > 0) note(std::to_string(refused) + " commands of some authors were refused");
    return true;
}

}  // namespace parasol::bench
