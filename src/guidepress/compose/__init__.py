"""A guide becomes the HTML of its brochure and the document of its handout, by way of the templates.

This is the last place that knows content and the first that knows looks: which words stand where, how a figure is
written, what is drawn. Nothing here measures a page.
"""
