"""The paper for programs that ask: lists with filters, what is new, whole texts;
and the same for language models. One table says what there is.
"""
