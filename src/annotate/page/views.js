// The two ways through the texts. Both give the documents with what is to be done in them, and the sentences of a document
// with `asked` and `answer` as they are meant in that view.

import * as api from "./api.js";

export const label = {
  decides: false,
  last: (overview) => overview.last_answer,
  documents: async (overview) => overview.documents,
  sentences: async (id) => (await api.get(`documents/${id}`)).sentences,
  empty: "There is nothing to label.",
  finished: "Everything is labelled.",
};

let disputes = [];

export const decide = {
  decides: true,
  last: (overview) => overview.last_decision,
  documents: async (overview) => {
    disputes = await api.get("disagreements");
    const counted = overview.documents.map((document) => {
      const here = disputes.filter((dispute) => dispute.document === document.id);
      return { ...document, asked: here.length, labelled: here.filter((dispute) => dispute.decision).length, skipped: 0 };
    });
    return counted.filter((document) => document.asked > 0);
  },
  sentences: async (id) => {
    const { sentences } = await api.get(`documents/${id}`);
    return sentences.map((sentence) => {
      const dispute = disputes.find((dispute) => dispute.sentence === sentence.id);
      const answer = dispute?.decision?.answer ?? null;
      return { ...sentence, asked: Boolean(dispute), answer, said: dispute?.said, by: dispute?.decision?.annotator };
    });
  },
  empty: "There is no disagreement about sentences that you may see: those you have labelled yourself, or all if you label none.",
  finished: "Every disagreement is decided.",
};
