export interface Topic {
  words: RegExp;
  answer: string;
  /** Said alone, whatever else was asked. */
  standsAlone?: boolean;
}

/** What the demo's shop, Acme Support, knows. */
export const topics: Topic[] = [
  {
    words: /\b(hi|hello|hey|good (morning|afternoon|evening)|hola|bonjour)\b/i,
    answer: "Hello, and welcome to Acme Support! 👋 How can I help you today?",
  },
  {
    words: /\b(open|opening|close|closing|hours|saturday|sunday|weekend)\b/i,
    answer: "We are open *Monday to Friday 9:00–18:00* and *Saturday 10:00–16:00*. On Sundays we rest.",
  },
  {
    words: /\b(deliver|delivery|ship|shipping|arrive|parcel|track|tracking|order)\b/i,
    answer:
      "Orders placed before 14:00 leave the same day and usually arrive in *2–3 working days*. Delivery is free from $50, otherwise $4.90. The tracking link is in your confirmation e-mail.",
  },
  {
    words: /\b(return|returns|refund|exchange|send back|money back)\b/i,
    answer:
      "You can send anything back within *30 days*, unused and in its box. Print the label from https://acme.example/returns and we refund you within 5 days of its arrival.",
  },
  {
    words: /\b(price|prices|cost|costs|how much|cheap|cheapest|discount)\b/i,
    answer:
      "Our headphones start at *$39*, speakers at *$59* and chargers at *$19*. Tell me which one you have in mind and I will look up its price.",
  },
  {
    words: /\b(warranty|guarantee|broken|repair|does not work|doesn't work)\b/i,
    answer:
      "I am sorry to hear that. Everything has a *two-year warranty*: tell me the model and what happens, and we repair or replace it.",
  },
  {
    words: /\b(where|address|located|location|directions|shop|store)\b/i,
    answer: "You find us at 12 Harbour Street, next to the old station. Parking is behind the house.",
  },
  {
    words: /\b(thanks|thank you|thx|great|perfect)\b/i,
    answer: "You are welcome! Just write again whenever you need us.",
  },
  {
    words: /\b(long answer|in detail|everything|guide|manual)\b/i,
    standsAlone: true,
    answer: [
      "With pleasure: here is how to set up your Acme Home Speaker, from the box to the first song. Take your time, it needs about ten minutes, and you can stop after any step and go on later.",
      "*1. Unpack it.* In the box are the speaker, a power cable, a short cable for older players and a card with a code. Keep the card: the code proves that the speaker is yours, should you ever want to reset it or hand it on. Please take off the film over the front, which protects it on its way to you; with it on, the voices sound as if they came from the next room.",
      "*2. Find a place.* The speaker likes to stand at the height of your ears, a hand's width from the wall, and not inside a closed shelf. In a kitchen, keep it a metre away from the stove, since grease and steam are not good for it. If you have two of them, put them as far apart as you sit away from them; that gives the widest sound.",
      "*3. Connect the power.* Plug in the cable until it clicks. A white light turns around for about twenty seconds while the speaker starts. When it glows steadily, the speaker is ready. If it stays dark, try another socket first: nine times out of ten that is all. If it blinks red, the cable is not all the way in.",
      "*4. Join your network.* Open the page https://acme.example/setup/home-speaker/first-steps?lang=en&step=network on your phone, and allow it to look for devices nearby. Choose the speaker from the list; its name ends in the four characters printed below it. Then pick your network and type its password. The speaker works with networks of 2.4 and of 5 GHz; guest networks that ask you to sign in on a web page will not work, as the speaker has no screen to show that page on.",
      "*5. Let it update itself.* Right after joining, the speaker looks for a newer version of its software. That takes three to five minutes, during which the light pulses slowly. Please do not pull the plug meanwhile. Nothing breaks if you do, but it has to start over, and it will be a little offended.",
      "*6. Play something.* Press the round button once to go on with what you heard last, twice to skip. Turn the ring for the volume. Hold the button for three seconds to pair a phone without any network at all, which is handy in a garden or when you travel. The battery inside lasts for about nine hours of music at a sensible volume, and fills up in two.",
      "*7. Make it yours.* In the settings you can give the speaker a name, choose a quieter voice for the night, and decide who in your home may play music. Turn off the microphone with the small switch at the back whenever you like: the light then stays orange, and nothing is heard or sent anywhere until you turn it on again.",
      "*8. Should something go wrong.* Hold the button and the ring together for ten seconds: the speaker forgets its network, and you start again at step 4. It keeps its updates. If that does not help, tell us here what the light does, and since when, and we find out together. All our speakers have a two-year warranty, and you can send anything back within thirty days, unused or not, if you simply do not like it.",
      "That is all. Enjoy the music, and write to us whenever you wish!",
    ].join("\n\n"),
  },
];

export const fallbackAnswer =
  "Thank you for your message! I can help with opening hours, delivery, returns, prices and repairs. What would you like to know?";
