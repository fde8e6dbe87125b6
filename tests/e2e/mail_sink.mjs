// A relay that speaks as much SMTP on loopback as a server needs to hand a mail over, and keeps what it is given:
// { to, subject, text }.
import { once } from 'node:events';
import { createServer } from 'node:net';

function read(lines) {
  const end = lines.indexOf('');
  const header = (name) => lines.slice(0, end).find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  // Quoted-printable: of a line that goes on, the end; of a byte, its number.
  const text = lines.slice(end + 1).join('\n').replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, byte) => String.fromCharCode(parseInt(byte, 16)));
  return { to: header('To')?.replace(/[<>]/g, ''), subject: header('Subject'), text };
}

export class MailSink {
  constructor() {
    this.mails = [];
    this.server = createServer((socket) => this.take(socket));
  }
  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.relay = `smtp://127.0.0.1:${this.server.address().port}`;
  }
  end() { this.server.close(); }

  // Starts a server that hands its mails over here, with links to where it is found.
  async serve(parasold) {
    await this.start();
    await parasold.start();  // which finds a port
    await parasold.stop();
    const sender = 'portal@parasol.example';
    await parasold.start({ options: [
      '--mail-relay', this.relay, '--mail-from', sender, '--mail-pause-seconds', '1', '--url', parasold.address,
    ] });
  }
  // What has come for this address.
  mailsTo(email) { return this.mails.filter(({ to }) => to === email); }

  take(socket) {
    let rest = '', mail = null;
    const say = (words) => socket.write(`${words}\r\n`);
    const hear = (line) => {
      if (mail && line === '.') {
        this.mails.push(read(mail));
        mail = null;
        say('250 taken');
      } else if (mail) {
        mail.push(line.replace(/^\./, ''));
      } else if (line === 'DATA') {
        mail = [];
        say('354 go on');
      } else if (line === 'QUIT') {
        say('221 bye');
        socket.end();
      } else {
        say('250 ok');
      }
    };
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const lines = `${rest}${data}`.split('\r\n');
      rest = lines.pop();
      lines.forEach(hear);
    });
    say('220 here');
  }
}

// The address of what the portal offers in a mail.
export const linkIn = (mail) => /http:\S+/.exec(mail.text)[0];
